// Writes src/core/types.gen.ts from relay/protocol.asyncapi.yaml; with --check only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

interface Schema {
  description?: string;
  type?: string;
  const?: string | number;
  enum?: (string | number)[];
  $ref?: string;
  oneOf?: Schema[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  required?: string[];
  properties?: Record<string, Schema>;
}

interface Protocol {
  components: { schemas: Record<string, Schema & Record<string, unknown>> };
  'x-bounds': Record<string, number>;
  'x-errors': { code: string; final: boolean }[];
  'x-close-codes': { code: number; name: string }[];
}

const protocolFile = fileURLToPath(new URL('../../relay/protocol.asyncapi.yaml', import.meta.url));
const typesFile = fileURLToPath(new URL('../src/core/types.gen.ts', import.meta.url));

const typeName = (name: string): string => {
  const words = name.startsWith('row.') ? [name.slice(4), 'row'] : [name];
  return words
    .join('.')
    .split(/[._]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
};

const literal = (value: string | number): string => (typeof value === 'string' ? `'${value}'` : String(value));

function typeOf(schema: Schema): string {
  if (schema.$ref) return typeName(schema.$ref.replace('#/components/schemas/', ''));
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  if (schema.properties) return objectType(schema);
  if (schema.oneOf) return schema.oneOf.map(typeOf).join(' | ');
  if (schema.type === 'array') return arrayType(schema);
  if (schema.type === 'integer') return 'number';
  if (schema.type === 'object') return 'Record<string, never>';
  if (schema.type === 'string' || schema.type === 'boolean' || schema.type === 'null') return schema.type;
  throw new Error(`no type for ${JSON.stringify(schema)}`);
}

function arrayType(schema: Schema): string {
  const item = typeOf(schema.items ?? {});
  if (schema.minItems !== undefined && schema.minItems === schema.maxItems) {
    return `[${Array.from({ length: schema.minItems }, () => item).join(', ')}]`;
  }
  return item.includes(' ') ? `(${item})[]` : `${item}[]`;
}

function objectType(schema: Schema): string {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return 'Record<string, never>';
  return `{ ${fields.map(([name, field]) => `${name}${required.has(name) ? '' : '?'}: ${typeOf(field)}`).join('; ')} }`;
}

const wordList = (name: string, words: string[]): string => `export const ${name} = [${words.map(literal).join(', ')}] as const;`;

function generate(protocol: Protocol): string {
  const schemas = protocol.components.schemas;
  const names = Object.keys(schemas);
  const methods = names.filter((name) => name.endsWith('.result')).map((name) => name.slice(0, -'.result'.length));
  const commands = methods.filter((name) => schemas[`${name}.params`]?.properties?.['key']);
  const remembered = commands.filter((name) => schemas[`${name}.params`]?.['x-refusal-remembered'] === true);
  const passing = protocol['x-errors'].filter((error) => !error.final).map((error) => error.code);
  const lines = ['// Generated from relay/protocol.asyncapi.yaml by tools/types.ts. Do not edit.', ''];
  for (const name of names) lines.push(`export type ${typeName(name)} = ${typeOf(schemas[name] ?? {})};`);
  lines.push('', 'export interface Methods {');
  for (const name of methods) lines.push(`  '${name}': { params: ${typeName(`${name}.params`)}; result: ${typeName(`${name}.result`)} };`);
  lines.push('}', '');
  lines.push(`export type Command = ${commands.map(literal).join(' | ')};`);
  lines.push(wordList('COMMANDS_WITH_REMEMBERED_REFUSAL', remembered));
  lines.push(wordList('PASSING_ERRORS', passing));
  for (const { name, code } of protocol['x-close-codes']) lines.push(`export const CLOSE_${name.toUpperCase()} = ${code};`);
  for (const [name, value] of Object.entries(protocol['x-bounds'])) lines.push(`export const ${name.toUpperCase()} = ${value};`);
  return `${lines.join('\n')}\n`;
}

const text = generate(parse(readFileSync(protocolFile, 'utf8')) as Protocol);
if (!process.argv.includes('--check')) writeFileSync(typesFile, text);
else if (readFileSync(typesFile, 'utf8') !== text) {
  console.error('src/core/types.gen.ts differs from relay/protocol.asyncapi.yaml: run tools/types.ts');
  process.exit(1);
}
