/** The part of JSON Schema that contract/scenario.schema.json uses; anything else in a schema is an error of the schema. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
}

/** Returns what is wrong with the value, as a path and a word; null: nothing. */
export function violation(value: unknown, schema: Schema, path = '$'): string | null {
  if (schema.oneOf !== undefined) {
    const fitting = schema.oneOf.filter((one) => violation(value, one, path) === null).length;
    return fitting === 1 ? null : `${path}: fits ${fitting} of the alternatives`;
  }
  if ('const' in schema && value !== schema.const) return `${path}: is not ${JSON.stringify(schema.const)}`;
  if (schema.enum?.includes(value) === false) return `${path}: is none of ${JSON.stringify(schema.enum)}`;
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOf(type, value))) return `${path}: is no ${String(schema.type)}`;
  if (schema.minimum !== undefined && typeof value === 'number' && value < schema.minimum) return `${path}: is below ${schema.minimum}`;
  if (Array.isArray(value)) return first(value.map((item, index) => violation(item, schema.items ?? {}, `${path}[${index}]`)));
  if (!isOf('object', value)) return null;
  const fields = value as Readonly<Record<string, unknown>>;
  const missing = schema.required?.find((key) => !(key in fields));
  if (missing !== undefined) return `${path}.${missing}: is missing`;
  return first(
    Object.entries(fields).map(([key, field]) => {
      const known = schema.properties?.[key];
      if (known === undefined) return schema.additionalProperties === false ? `${path}.${key}: is unknown` : null;
      return violation(field, known, `${path}.${key}`);
    }),
  );
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

const first = (all: readonly (string | null)[]): string | null => all.find((one) => one !== null) ?? null;
