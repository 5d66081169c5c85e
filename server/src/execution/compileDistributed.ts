import type { Scope } from '../asl/ast';
import { type Node, member } from '../source/node';
import { StateFields } from './compileFields';
import { jsonOf } from './compileTemplate';
import type { Distributed, ItemBatcher, ItemFormat, ItemReader, ResultWriter } from './program';

const delimiters: Readonly<Record<string, string>> = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' };

/** Reads the fields that only a distributed Map has. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export class DistributedFields extends StateFields {
  protected distributed(scope: Scope): Distributed {
    const config = member(scope.node, 'ProcessorConfig')?.value;
    const label = this.json('Label');
    return {
      label: typeof label === 'string' ? label : undefined,
      executionType: jsonOf(member(config, 'ExecutionType')?.value) === 'EXPRESS' ? 'EXPRESS' : 'STANDARD',
      reader: this.reader(member(this.node, 'ItemReader')?.value),
      batcher: this.batcher(member(this.node, 'ItemBatcher')?.value),
      writer: this.writer(member(this.node, 'ResultWriter')?.value),
    };
  }

  private reader(node: Node | undefined): ItemReader | undefined {
    if (!node) {
      return undefined;
    }
    const resource = member(node, 'Resource')?.value;
    const action = /:s3:(getObject|listObjectsV2)$/.exec(textOf(resource) ?? '')?.[1] as ItemReader['action'] | undefined;
    if (!action) {
      this.fault(resource ?? node, "has an ItemReader whose 'Resource' is neither s3:getObject nor s3:listObjectsV2");
      return undefined;
    }
    const config = member(node, 'ReaderConfig')?.value;
    return {
      action,
      parameters: this.call(node, 'ItemReader'),
      format: this.format(config, node, action),
      maxItems: this.quantity('MaxItems', config, 'ItemReader/ReaderConfig/MaxItems'),
    };
  }

  /** Parameters, or Arguments in JSONata. */
  private call(node: Node, field: string): ReturnType<StateFields['template']> {
    const name = this.jsonata ? 'Arguments' : 'Parameters';
    return this.template(name, node, `${field}/${name}`);
  }

  private format(config: Node | undefined, reader: Node, action: ItemReader['action']): ItemFormat {
    const choice = <T extends string>(field: string, allowed: readonly T[]): T | undefined => {
      const node = member(config, field)?.value;
      const text = textOf(node);
      if (node && !allowed.includes(text as T)) {
        this.fault(node, `has a '${field}' that is not one of ${allowed.join(', ')}`);
      }
      return text as T | undefined;
    };
    const inputType = choice('InputType', ['JSON', 'JSONL', 'CSV', 'PARQUET', 'MANIFEST']);
    const flatten = choice('Transformation', ['NONE', 'LOAD_AND_FLATTEN']) === 'LOAD_AND_FLATTEN';
    if (inputType === undefined && (action === 'getObject' || flatten)) {
      this.fault(config ?? reader, "has an ItemReader whose 'ReaderConfig' has no 'InputType'");
    }
    const header = choice('CSVHeaderLocation', ['FIRST_ROW', 'GIVEN']);
    const headers = jsonOf(member(config, 'CSVHeaders')?.value);
    return {
      inputType,
      delimiter: delimiters[choice('CSVDelimiter', Object.keys(delimiters)) ?? 'COMMA'] ?? ',',
      headers: header === 'GIVEN' && Array.isArray(headers) ? headers.map(String) : undefined,
      manifestType: choice('ManifestType', ['ATHENA_DATA', 'S3_INVENTORY']),
      itemsPointer: textOf(member(config, 'ItemsPointer')?.value),
      flatten,
    };
  }

  private batcher(node: Node | undefined): ItemBatcher | undefined {
    return (
      node && {
        maxItems: this.quantity('MaxItemsPerBatch', node, 'ItemBatcher/MaxItemsPerBatch'),
        maxBytes: this.quantity('MaxInputBytesPerBatch', node, 'ItemBatcher/MaxInputBytesPerBatch'),
        input: this.template('BatchInput', node, 'ItemBatcher/BatchInput'),
      }
    );
  }

  private writer(node: Node | undefined): ResultWriter | undefined {
    if (!node) {
      return undefined;
    }
    const config = member(node, 'WriterConfig')?.value;
    return {
      parameters: member(node, 'Resource') ? this.call(node, 'ResultWriter') : undefined,
      transformation: textOf(member(config, 'Transformation')?.value) as ResultWriter['transformation'],
      outputType: textOf(member(config, 'OutputType')?.value) === 'JSONL' ? 'JSONL' : 'JSON',
    };
  }
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'string' ? node.value : undefined;
}
