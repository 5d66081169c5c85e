import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { Scalar } from '../../server/src/integrations/model';
import type { Service, Shape } from './tree';

/**
 * A service as a client of the AWS SDK for JavaScript 3.x has it: structures, and which members are required, from the schemas that it
 * is driven by; what a text may be from its type declarations. The schemas are an internal format of the SDK without documentation:
 * whatever is not as expected ends the making of the catalogue.
 */
export function clientService(folder: string): Service {
  const schemas = readSchemas(join(folder, 'dist-es/schemas'));
  const words = new Words(join(folder, 'dist-types/models'));
  const keys = new Map<unknown, string>();
  const keyOf = (schema: unknown): string => {
    if (!keys.has(schema)) {
      keys.set(schema, `#${keys.size}`);
    }
    return keys.get(schema)!;
  };

  /** `values`: all that the text at the end of lists and maps may be. */
  const shapeOf = (given: Schema, values?: readonly string[]): Shape => {
    const schema = unwrap(given);
    if (typeof schema === 'number') {
      return primitive(schema, values);
    }
    const key = `${keyOf(schema)}${values?.join() ?? ''}`;
    switch (schema[0]) {
      case 0:
        return shapeOf(schema[4] as number, values);
      case 1:
        return { key, kind: 'list', item: () => shapeOf(schema[4] as Schema, values) };
      case 2:
        return { key, kind: 'map', item: () => shapeOf(schema[5] as Schema, values) };
      case -3: // an error, which event streams contain
      case 3:
      case 4: {
        const names = schema[4] as readonly string[];
        const types = schema[5] as readonly Schema[];
        const members = names.map((name, i) => [name, () => shapeOf(types[i]!, words.of(schema[2], name))] as const);
        const required = new Set(names.slice(0, (schema[6] as number | undefined) ?? 0));
        words.expect(schema[2], required);
        return { key, kind: 'structure', members: new Map(members), required };
      }
      default:
        throw new Error(`${folder}: the schema ${schema[2]} is of the unknown kind ${schema[0]}`);
    }
  };

  const operations = schemas.filter((schema) => schema[0] === 9);
  const commands = readdirSync(join(folder, 'dist-es/commands')).filter((file) => file.endsWith('Command.js')).length;
  if (operations.length !== commands) {
    throw new Error(`${folder}: ${operations.length} operations in the schemas, but ${commands} commands`);
  }
  const id = /serviceId: .*"([^"]+)"/.exec(readFileSync(join(folder, 'dist-es/runtimeConfig.shared.js'), 'utf8'))?.[1];
  if (id === undefined) {
    throw new Error(`${folder}: no service id`);
  }
  return {
    id,
    operations: new Map(
      operations.map((operation) => {
        const output = (operation[5] as () => Schema)();
        return [operation[2], typeof output === 'string' ? undefined : shapeOf(output)];
      }),
    ),
  };
}

/** `[kind, namespace, name, traits, …]`, its number for a primitive, a function that gives it, or one of them with the member's traits. */
type Schema = number | string | Named | (() => Schema) | readonly [Schema, unknown];
type Named = readonly [kind: number, namespace: string, name: string, traits: unknown, ...rest: unknown[]];

function unwrap(schema: Schema): number | Named {
  if (typeof schema === 'function') {
    return unwrap(schema());
  }
  if (typeof schema === 'number') {
    return schema;
  }
  if (typeof schema === 'string') {
    throw new Error(`a schema that is the text ${schema}`);
  }
  return typeof schema[1] === 'string' ? (schema as Named) : unwrap(schema[0]);
}

const scalars: Readonly<Record<number, Scalar>> = {
  0: 's',
  1: 'n',
  2: 'b',
  4: 't',
  5: 't',
  6: 't',
  7: 't',
  15: 'j',
  17: 'n',
  19: 'n',
  21: 'B',
  42: 'B',
};

/** A primitive; with 64 a list of it, with 128 a map of it. */
function primitive(code: number, values: readonly string[] | undefined): Shape {
  const key = `${code}${values?.join() ?? ''}`;
  if (code >= 64) {
    return { key, kind: code >= 128 ? 'map' : 'list', item: () => primitive(code & 63, values) };
  }
  const kind = scalars[code];
  if (kind === undefined) {
    throw new Error(`the unknown primitive ${code}`);
  }
  return kind === 's' && values ? { key, kind, values } : { key, kind };
}

/** All arrays that the modules declare. They import names only for the classes of errors. */
function readSchemas(folder: string): Named[] {
  if (!existsSync(folder)) {
    throw new Error(`${folder} does not exist: the client is older than schemas`);
  }
  return readdirSync(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const imported = [...text.matchAll(/^import \{([^}]*)\} from "([^"]+)";$/gm)];
    if (imported.some(([, , from]) => /schemas_\d/.test(from!))) {
      throw new Error(`${folder}/${file} refers to another file of schemas`);
    }
    const stubs = imported.flatMap(([, names]) => names!.split(',').map((name) => name.trim())).filter((name) => name !== '');
    const body = text.replace(/^import .*$/gm, '').replace(/^export /gm, '');
    const variables = [...body.matchAll(/^var ([\w$]+) =/gm)].map(([, name]) => name!);
    const code = [
      ...stubs.map((name) => (name === 'TypeRegistry' ? registry : `class ${name} {}`)),
      body,
      `[${variables.join(', ')}];`,
    ].join('\n');
    return (runInNewContext(code) as unknown[]).filter((each): each is Named => Array.isArray(each));
  });
}

const registry = 'class TypeRegistry { static for() { return new TypeRegistry(); } registerError() {} }';

/** What type declarations say of structures: which texts a member may be, which members may be missing. */
class Words {
  readonly #enums = new Map<string, readonly string[]>();
  /** By `Structure.Member`: its type, and whether it may be absent. */
  readonly #members = new Map<string, { readonly type: string; readonly optional: boolean }>();

  constructor(folder: string) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.d.ts'))) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const [, name, body] of text.matchAll(/^export declare const (\w+): \{\n((?: {4}readonly .*\n)+)\};$/gm)) {
        this.#enums.set(
          name!,
          [...body!.matchAll(/: ("(?:[^"\\]|\\.)*");/g)].map(([, value]) => JSON.parse(value!) as string),
        );
      }
      for (const [, name, body] of text.matchAll(/^export interface (\w+)[^{\n]*\{\n([\s\S]*?)^\}$/gm)) {
        for (const [, member, question, type] of body!.matchAll(/^ {4}(\w+)(\??): (.+);$/gm)) {
          this.#members.set(`${name}.${member}`, { type: type!, optional: question === '?' });
        }
      }
    }
  }

  of(structure: string, member: string): readonly string[] | undefined {
    const type = this.#members.get(`${structure}.${member}`)?.type ?? '';
    const name = /^(?:Record<string, )?(\w+)>?(?:\[\])*(?: \| undefined)?$/.exec(type)?.[1];
    return name === undefined ? undefined : this.#enums.get(name);
  }

  /** Fails unless the declarations hold the members for required that the schemas do. A required one may still be `undefined`. */
  expect(structure: string, required: ReadonlySet<string>): void {
    for (const name of required) {
      if (this.#members.get(`${structure}.${name}`)?.optional) {
        throw new Error(`${structure}.${name} is required in the schemas, but optional in the declarations`);
      }
    }
  }
}
