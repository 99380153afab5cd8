from django.db import migrations

COUNT_TOGETHER = """
CREATE STATISTICS IF NOT EXISTS referral_clock (mcv)
    ON status, stage_due_on FROM referrals_referral
"""
STOP = "DROP STATISTICS IF EXISTS referral_clock"


def count_together(apps, schema_editor):
    """Only a referral that is worked on has a day: PostgreSQL would take the two for
    independent, expect a hundredth of the rows, and sort them all for one page."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(COUNT_TOGETHER)


def stop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(STOP)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_referrals")]

    operations = [migrations.RunPython(count_together, stop)]
