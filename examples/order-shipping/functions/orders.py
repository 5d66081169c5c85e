"""The functions behind the shipping of orders: files of orders, a table of them, and what their parcels cost.

Files lie in a folder that stands for S3 (`S3_DIR`, one folder per bucket); the table is a SQLite file (`TABLE`).
"""

import csv
import json
import os
import sqlite3
import tempfile
from pathlib import Path

COLUMNS = ["order", "zip", "grams", "length", "width", "height"]
CLASSES = [("small", 1000, 60), ("medium", 5000, 90), ("large", 10000, 120), ("bulky", 31500, 180)]
CENTS = {"small": 450, "medium": 690, "large": 1050, "bulky": 1890}


class InvalidFile(Exception):
    """The file is not there, or lacks columns."""


def s3_file(bucket, key):
    root = Path(os.environ.get("S3_DIR", Path(__file__).parent.parent / "s3"))
    return root / bucket / key


def table():
    """Opens the table; it is made when it is not there yet."""
    file = os.environ.get("TABLE", str(Path(tempfile.gettempdir()) / "stepwise-order-shipping.sqlite"))
    connection = sqlite3.connect(file, timeout=20, isolation_level=None)
    connection.execute("CREATE TABLE IF NOT EXISTS orders (number INTEGER PRIMARY KEY, content TEXT, cents INTEGER)")
    return connection


def rows_of(event):
    file = s3_file(event["bucket"], event["key"])
    if not file.is_file():
        raise InvalidFile(f"There is no {event['key']} in {event['bucket']}")
    with file.open(newline="") as text:
        return list(csv.DictReader(text))


def check_file(event, context):
    rows = rows_of(event)
    missing = [column for column in COLUMNS if not rows or column not in rows[0]]
    if missing:
        raise InvalidFile(f"{event['key']} has no {', '.join(missing)}")
    return {"rows": len(rows)}


def load_orders(event, context):
    rows = rows_of(event)
    with table() as orders:
        orders.execute("BEGIN IMMEDIATE")
        orders.execute("DELETE FROM orders")
        orders.executemany(
            "INSERT INTO orders VALUES (?, ?, NULL)", [(number, json.dumps(row)) for number, row in enumerate(rows)]
        )
        orders.execute("COMMIT")
    return {"orders": len(rows)}


def list_orders(event, context):
    return {"orders": rows_of(event)}


def read_order(event, context):
    with table() as orders:
        found = orders.execute("SELECT content FROM orders WHERE number = ?", [event["number"]]).fetchone()
    return {"number": event["number"], **json.loads(found[0])}


def measure_parcel(event, context):
    grams = int(event["grams"])
    longest = int(event["length"]) + int(event["width"]) + int(event["height"])
    return {"class": next(name for name, weight, size in CLASSES if grams <= weight and longest <= size)}


def look_up_zone(event, context):
    return {"zone": int(event["zip"][0]) // 2 + 1}


def calculate_cost(event, context):
    cents = CENTS[event["parcel"]["class"]] * (10 + 2 * event["zone"]["number"]) // 10
    return {"order": event["order"], "cents": cents}


def update_order(event, context):
    with table() as orders:
        orders.execute("UPDATE orders SET cents = ? WHERE number = ?", [event["cents"], event["number"]])
    return {"number": event["number"]}


def sum_up_sales(event, context):
    with table() as orders:
        count, cents = orders.execute("SELECT COUNT(cents), SUM(cents) FROM orders").fetchone()
    return {"orders": count, "cents": cents}


def update_sales(event, context):
    """Takes the costs from the event, or from the files that the results of a distributed Map were written to."""
    costs = event.get("costs")
    if costs is None:
        details = event["manifest"]
        manifest = json.loads(s3_file(details["Bucket"], details["Key"]).read_text())
        results = [
            result
            for file in manifest["ResultFiles"]["SUCCEEDED"]
            for result in json.loads(s3_file(details["Bucket"], file["Key"]).read_text())
        ]
        costs = [json.loads(result["Output"]) for result in results]
    return {"orders": len(costs), "cents": sum(cost["cents"] for cost in costs)}
