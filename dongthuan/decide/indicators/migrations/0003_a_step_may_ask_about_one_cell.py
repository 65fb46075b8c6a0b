from django.db import migrations, models
from django.db.models import deletion


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_drafts_know_their_manner")]

    operations = [
        migrations.AddField(
            model_name="step",
            name="item",
            field=models.ForeignKey(
                null=True, on_delete=deletion.PROTECT, related_name="+", to="indicators.item"
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="revision",
            field=models.IntegerField(null=True),
        ),
    ]
