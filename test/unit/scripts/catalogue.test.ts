import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientService } from '../../../scripts/catalogue/client';
import { compact } from '../../../scripts/catalogue/compact';
import { coralService } from '../../../scripts/catalogue/coral';

const metadata = { serviceId: 'Library', apiVersion: '2020-01-01' };

/** A library of our own, as botocore would have it. */
const library = coralService({
  metadata,
  operations: { LendBook: { output: { shape: 'Loan' } }, BurnBook: {} },
  shapes: {
    Loan: {
      type: 'structure',
      required: ['at'],
      members: { shelf: { shape: 'Shelf' }, at: { shape: 'Time' }, codes: { shape: 'Codes' } },
    },
    Shelf: { type: 'structure', members: { Row: { shape: 'Row' }, Inner: { shape: 'Shelf' }, Any: { shape: 'Any' } } },
    Row: { type: 'integer', min: 1, max: 20 },
    Time: { type: 'timestamp' },
    Codes: { type: 'map', value: { shape: 'Code' } },
    Code: { type: 'string', min: 3, max: 5 },
    Any: { type: 'structure', members: {}, document: true },
  },
});

describe('making the catalogue', () => {
  it('puts required members first, and a shape that contains itself once', () => {
    assert.deepEqual(compact(library, []), {
      o: { BurnBook: {}, LendBook: { r: 0 } },
      t: [
        [0, 1, 'at', 't', 'shelf', 1, 'codes', 3],
        [0, 0, 'Row', 2, 'Inner', 1, 'Any', 'j'],
        [4, 'i', 1, 20],
        [2, 's'],
      ],
    });
  });

  it('takes from other sources what the first one leaves out', () => {
    const bare = coralService({
      metadata,
      operations: {
        LendBook: {
          output: { type: 'structure', members: { shelf: { shape: 'S1' }, late: { type: 'long' } } },
        },
      },
      shapes: {
        S1: { type: 'structure', members: { Row: { type: 'bigInteger' }, New: { type: 'double' }, Inner: { shape: 'S1' } } },
      },
    });
    assert.deepEqual(compact(bare, [library]), {
      o: { LendBook: { r: 0 } },
      t: [
        [0, 0, 'shelf', 1, 'late', 'l'],
        [0, 0, 'Row', 2, 'New', 'd', 'Inner', 1],
        [4, 'i', 1, 20],
      ],
    });
  });

  it('refuses a type that it does not know', () => {
    const strange = { metadata, operations: { A: { output: { type: 'riddle' } } }, shapes: {} };
    assert.throws(() => coralService(strange), /Library: a shape of the unknown type 'riddle'/);
  });

  describe('from a client of version 3', () => {
    let folder: string;
    const write = (file: string, text: string): void => {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), text);
    };
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'stepwise-catalogue-'));
      write('dist-es/commands/LendBookCommand.js', '');
      write('dist-es/commands/BurnBookCommand.js', '');
      write('dist-es/runtimeConfig.shared.js', 'export const c = { serviceId: config?.serviceId ?? "Library" };');
      write(
        'dist-es/schemas/schemas_0.js',
        `const n0 = "org.library";
import { TypeRegistry } from "@smithy/core/schema";
import { NoSuchBook, } from "../models/errors";
export var NoSuchBook$ = [-3, n0, "NoSuchBook", {}, ["message"], [0]];
TypeRegistry.for(n0).registerError(NoSuchBook$, NoSuchBook);
var Secret = [0, n0, "Secret", 8, 0];
export var Shelf$ = [3, n0, "Shelf", 0, ["Wood", "Inner", "Woods"], [0, [() => Shelf$, 0], 64 | 0]];
export var Loan$ = [3, n0, "Loan", 0, ["At", "Shelf", "Secret", "Cover", "Late", "Codes"],
  [4, () => Shelf$, [() => Secret, 0], 21, 2, () => Codes], 1];
var Codes = [2, n0, "Codes", 0, 0, [1, n0, "Numbers", 0, 1]];
export var LendBook$ = [9, n0, "LendBook", 0, () => Loan$, () => Loan$];
export var BurnBook$ = [9, n0, "BurnBook", 0, () => Loan$, () => "unit"];
`,
      );
      write(
        'dist-types/models/models_0.d.ts',
        `export interface Loan {
    /** When. */
    At: Date | undefined;
    Shelf?: Shelf | undefined;
}
export interface Shelf {
    Wood?: Wood | undefined;
    Woods?: Wood[] | undefined;
}
`,
      );
      write(
        'dist-types/models/enums.d.ts',
        `export declare const Wood: {
    readonly OAK: "oak";
    readonly STEEL: "steel";
};
`,
      );
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('reads schemas and declarations', () => {
      const service = clientService(folder);
      assert.equal(service.id, 'Library');
      assert.deepEqual(compact(service, []), {
        o: { BurnBook: {}, LendBook: { r: 0 } },
        t: [
          [0, 1, 'At', 't', 'Shelf', 1, 'Secret', 's', 'Cover', 'B', 'Late', 'b', 'Codes', 4],
          [0, 0, 'Wood', 2, 'Inner', 1, 'Woods', 3],
          [3, 'oak', 'steel'],
          [1, 2],
          [2, 5],
          [1, 'n'],
        ],
      });
    });

    it('ends where the schemas are not as expected', () => {
      write('dist-es/commands/FindBookCommand.js', '');
      assert.throws(() => clientService(folder), /2 operations in the schemas, but 3 commands/);
      rmSync(join(folder, 'dist-es/commands/FindBookCommand.js'));
      write('dist-types/models/models_0.d.ts', 'export interface Loan {\n    At?: Date | undefined;\n}\n');
      assert.throws(() => compact(clientService(folder), []), /Loan.At is required in the schemas, but optional/);
    });
  });
});
