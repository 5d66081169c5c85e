"""Checks whether an order of donuts can be paid and delivered."""

import os
from decimal import Decimal


class NotEnoughInventory(Exception):
    """More donuts were ordered than there are."""


class NotEnoughFunds(Exception):
    """The order costs more than the customer has."""


def handler(event, context):
    item = event["DynamoDB"]["Item"]
    quantity = event["Quantity"]
    inventory = int(item["Quantity"]["N"])
    funds = Decimal(os.environ["FUNDS"])
    total = Decimal(item["Price"]["N"]) * quantity
    print(f"{quantity} {event['DonutName']}: {total} to pay, {inventory} in the inventory")
    if quantity > inventory:
        raise NotEnoughInventory(f"{quantity} ordered, {inventory} in the inventory")
    if total > funds:
        raise NotEnoughFunds(f"{total} to pay, {funds} there")
    return {"total": float(total)}
