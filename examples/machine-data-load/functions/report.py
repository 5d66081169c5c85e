"""The report of a load: how long it took, and how long it usually does."""


def handler(event, context):
    summary, usual = event["summary"], event["usual"]
    change = round(100 * (summary["seconds"] - usual) / usual)
    verdict = "as usual" if abs(change) < 10 else f"{abs(change)} % {'longer' if change > 0 else 'shorter'} than usual"
    return {
        "subject": f"Machine data of {summary['hour']}: loaded",
        "text": f"{summary['machines']} machines, {summary['seconds']} s in all, {verdict}; the slowest plant took {summary['slowest']} s.",
    }
