import assert from 'node:assert/strict';
import { raisedErrors } from '../../../server/src/project/raisedErrors';

describe('errors that a function raises', () => {
  it('in Python: what is raised, and the exceptions it declares', () => {
    const source = `
import errors
"""raise InDocstring()"""
class OutOfStock(Exception):
    pass
class Sold(OutOfStock): pass
class Basket(dict): pass

def handler(event, context):
    # raise InComment()
    if not event: raise ValueError("x")
    try:
        work()
    except KeyError as error:
        raise errors.Declined("no") from error
    except Exception as other:
        raise
    raise other
    raise OutOfStock
`;
    assert.deepEqual(raisedErrors(source, 'python'), ['OutOfStock', 'Sold', 'ValueError', 'Declined']);
  });

  it('in Node.js: the names that errors have', () => {
    const source = `
// throw new InComment();
/* throw new InComment() */
const url = 'http://example.com'; class Plain extends Error {}
class Named extends Error { constructor(m) { super(m); this.name = 'OutOfStock'; } }
class Base extends Error { constructor(m) { super(m); this.name = this.constructor.name; } }
class Sub extends Base {}
class Field extends Error { name = 'Declined' }
class Other extends Map {}
exports.handler = async (event) => {
  if (!event) throw new TypeError('x');
  const error = new Error('y');
  error.name = 'Late';
  throw new Plain();
  throw Object.assign(new Error('z'), { code: 1, name: 'Made' });
  throw new sdk.ThrottlingException({});
};
`;
    assert.deepEqual(
      new Set(raisedErrors(source, 'node')),
      new Set(['Error', 'OutOfStock', 'Base', 'Sub', 'Declined', 'TypeError', 'Late', 'Made', 'ThrottlingException']),
    );
  });
});
