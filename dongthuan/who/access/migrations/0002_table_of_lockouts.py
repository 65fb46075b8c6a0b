"""The table that counts wrong passwords and letters: without it nobody can sign in."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_accounts_grants_phones")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
