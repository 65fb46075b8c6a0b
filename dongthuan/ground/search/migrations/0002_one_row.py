"""An entry and its words become one row; the index is made anew after this migration."""

from django.db import migrations, models


def forget(apps, editor):
    """Take out what was kept in two tables: every room tells it again when all is migrated."""
    if editor.connection.vendor == "postgresql":
        editor.execute("TRUNCATE search_said, search_listing, search_made")
        return
    for table in ("search_said", "search_listing", "search_made"):
        editor.execute(f"DELETE FROM {table}")
    editor.execute("DROP TABLE IF EXISTS search_words")


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_what_is_found'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.DeleteModel(
            name='Said',
        ),
        migrations.AddField(
            model_name='listing',
            name='text',
            field=models.TextField(blank=True),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='listing',
            name='lexemes',
            field=models.TextField(default=''),
            preserve_default=False,
        ),
    ]
