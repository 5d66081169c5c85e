import { isObject, readJson } from '../source/json';
import { intrinsicOf } from '../source/intrinsics';
import { member, type Node } from '../source/node';
import { namedValue, templateValue } from '../source/templateValues';
import { resolveFrom } from './paths';

/** Where the code of a Lambda function is. */
export interface FunctionSource {
  /** The bare name. */
  readonly name: string;
  /** Absolute; a folder, or a single file. Absent where the code itself is written in the template. */
  readonly path: string | undefined;
  /** The code that a template holds. */
  readonly code: string | undefined;
  /** `python3.12`, `nodejs20.x` …, where it is written. */
  readonly runtime: string | undefined;
}

/** The bare name in a function's name, ARN, or ARN with version or alias. */
export function bareFunctionName(reference: string): string {
  return /(?:^|:)function:([^:]+)/.exec(reference)?.[1] ?? reference.split(':')[0]!;
}

/** The functions of a functions.json that stands in `folder`; what is faulty is left out. */
export function sourcesOfFunctions(text: string, folder: string): FunctionSource[] {
  const { value } = readJson(text);
  return Object.entries(isObject(value) ? value : {}).flatMap(([name, entry]) => {
    const { codeUri, runtime } = isObject(entry) ? entry : {};
    return typeof codeUri === 'string'
      ? [
          {
            name: bareFunctionName(name),
            path: resolveFrom(folder, codeUri),
            code: undefined,
            runtime: typeof runtime === 'string' ? runtime : undefined,
          },
        ]
      : [];
  });
}

/** The functions of a CloudFormation or SAM template that stands in `folder`, as far as their code is beside it or in it. */
export function sourcesOfTemplate(template: Node | undefined, folder: string): FunctionSource[] {
  const resources = member(template, 'Resources')?.value;
  const shared = member(member(template, 'Globals')?.value, 'Function')?.value;
  return (resources?.kind === 'object' ? resources.members : []).flatMap(({ key, value }): FunctionSource[] => {
    const type = member(value, 'Type')?.value;
    const properties = member(value, 'Properties')?.value;
    if (type?.kind !== 'string' || !/^AWS::(?:Serverless|Lambda)::Function$/.test(type.value)) {
      return [];
    }
    const property = (name: string): string | undefined =>
      templateValue((member(properties, name) ?? member(shared, name))?.value, template);
    const name = bareFunctionName(namedValue(`${key.value}.Arn`, template) ?? key.value);
    const runtime = property('Runtime');
    const code = member(properties, 'Code')?.value;
    const inline = property('InlineCode') ?? templateValue(member(code, 'ZipFile')?.value, template);
    const isAsset = code?.kind === 'object' || intrinsicOf(member(properties, 'CodeUri')?.value) !== undefined;
    const uri = isAsset ? undefined : (property('CodeUri') ?? (type.value === 'AWS::Serverless::Function' ? '.' : undefined));
    if (inline === undefined && (uri === undefined || uri.startsWith('s3://'))) {
      return [];
    }
    return [{ name, path: inline === undefined ? resolveFrom(folder, uri!) : undefined, code: inline, runtime }];
  });
}
