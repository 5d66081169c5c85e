/** Of the document that tests of the language server open. */
export const uri = 'file:///project/order.asl.json';

/** A small state machine; `next` is where its first state leads. */
export const order = (next: string) => `{
  "Comment": "An order",
  "StartAt": "Check",
  "States": {
    "Check": { "Type": "Pass", "Next": "${next}" },
    "Pay": { "Type": "Succeed" }
  }
}
`;
