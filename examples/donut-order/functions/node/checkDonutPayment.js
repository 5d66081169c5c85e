'use strict';

/** Checks whether an order of donuts can be paid and delivered. */

/** More donuts were ordered than there are. */
class NotEnoughInventory extends Error {
  name = 'NotEnoughInventory';
}

/** The order costs more than the customer has. */
class NotEnoughFunds extends Error {
  name = 'NotEnoughFunds';
}

exports.handler = async (event) => {
  const item = event.DynamoDB.Item;
  const quantity = event.Quantity;
  const inventory = Number(item.Quantity.N);
  const funds = Number(process.env.FUNDS);
  const total = Math.round(Number(item.Price.N) * quantity * 100) / 100;
  console.log(`${quantity} ${event.DonutName}: ${total} to pay, ${inventory} in the inventory`);
  if (quantity > inventory) {
    throw new NotEnoughInventory(`${quantity} ordered, ${inventory} in the inventory`);
  }
  if (total > funds) {
    throw new NotEnoughFunds(`${total} to pay, ${funds} there`);
  }
  return { total };
};
