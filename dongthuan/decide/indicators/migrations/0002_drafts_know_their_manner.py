from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_values_sheets_targets")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="manner",
            field=models.CharField(max_length=12, default="typed", db_default="typed"),
        ),
    ]
