import type { LocalizedText } from '../text.ts'

/** The keywords of JSON Schema 2020-12 that declarations here use, and marks of our own. */
export interface Keywords {
  /** Name of a shape that is once among the components of the OpenAPI document, and names its TypeScript interface. */
  readonly title?: string
  readonly description?: string | LocalizedText
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null'
  readonly properties?: Properties
  readonly required?: readonly string[]
  /** `false`: no other property may be there. A schema: what the value of every other property must be. */
  readonly additionalProperties?: false | Schema
  readonly items?: Schema
  /** Fewest and most entries of an array. */
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly enum?: readonly string[]
  readonly const?: string | number | boolean
  readonly anyOf?: readonly Schema[]
  /** Fewest and most characters (code points) of a text. */
  readonly minLength?: number
  readonly maxLength?: number
  /** A regular expression of ECMAScript, with the flag `u`. */
  readonly pattern?: string
  readonly format?: 'date-time'
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  /** Travels RSA-encrypted. */
  readonly 'x-sealed'?: boolean
  /** The bytes of a file, which travel as a part of their own. */
  readonly 'x-file'?: boolean
  /** A text that may hold characters of 4 bytes in UTF-8, such as emoji. */
  readonly 'x-any-character'?: boolean
  /** Fields that become required when another one has a value. */
  readonly 'x-required-when'?: readonly Condition[]
  /** Two times, the first of which must be before the second. */
  readonly 'x-ordered'?: readonly string[]
}

/** `required` becomes required when the field `when` (dotted, from the object that holds `required`) is `is`. */
export interface Condition {
  readonly required: string
  readonly when: string
  readonly is: string | boolean
}

/** A JSON Schema as data. `T` is the type of the values that it describes; no schema has the property that carries it. */
export interface Schema<T = unknown> extends Keywords {
  readonly '~static'?: T
  /** On a property: the object may lack it. Kept on the property, so that properties can be spread from one object into another. */
  readonly '~optional'?: true
  /** On a property whose shape several share: what it is here. */
  readonly '~about'?: LocalizedText
}

/** The properties of an object, by name. */
export type Properties = Readonly<Record<string, Schema>>

/** The type of the values that a schema describes. */
export type Static<S extends Schema> = S extends { readonly '~static'?: infer T } ? T : never

/** A property that an object may lack. */
export type Optional<S extends Schema> = S & { readonly '~optional': true }

type Plain<T> = { [Name in keyof T]: T[Name] }
type OptionalName<P> = { [Name in keyof P]: P[Name] extends { readonly '~optional': true } ? Name : never }[keyof P]
type Values<P extends Properties> = Plain<
  { -readonly [Name in Exclude<keyof P, OptionalName<P>>]: Static<P[Name]> } & { -readonly [Name in OptionalName<P>]?: Static<P[Name]> }
>

/** The schema of an object with these properties. */
export interface ObjectSchema<P extends Properties = Properties> extends Schema<Values<P>> {
  readonly type: 'object'
  readonly properties: P
}

/** The schema of one of some values. */
export interface EnumSchema<V extends string = string> extends Schema<V> {
  readonly enum: readonly V[]
}

/** The schema of a list. */
export interface ArraySchema<S extends Schema = Schema> extends Schema<readonly Static<S>[]> {
  readonly type: 'array'
  readonly items: S
}

/** What a declaration adds to what its builder says already. */
type Marks = Omit<Keywords, 'type' | 'properties' | 'required' | 'items' | 'enum' | 'const' | 'anyOf'>

/** The schema of an object; `Type.Object`. */
export function object<P extends Properties>(properties: P, marks?: Marks): ObjectSchema<P>
export function object(properties: Properties, marks: Marks = {}): ObjectSchema {
  const required = Object.keys(properties).filter((name) => properties[name]?.['~optional'] !== true)
  return { type: 'object', ...(required.length > 0 && { required }), properties, ...marks }
}

/** The schema of an object of properties that must be there and of others that may be absent. */
export function fields(required: Properties, optionals: Properties = {}, marks: Marks = {}): ObjectSchema {
  const names = Object.keys(required)
  return { type: 'object', ...(names.length > 0 && { required: names }), properties: { ...required, ...optionals }, ...marks }
}

function about<S extends Schema>(schema: S, description: LocalizedText): S {
  return { ...schema, '~about': description }
}

/** A property that may be absent; `Type.Optional`. */
export function optional<S extends Schema>(schema: S): Optional<S> {
  return { ...schema, '~optional': true }
}

type Partials<P extends Properties> = { readonly [Name in keyof P]: Optional<P[Name]> }
function partial<P extends Properties>(schema: ObjectSchema<P>, marks?: Marks): ObjectSchema<Partials<P>>
function partial({ type: _, properties, required: __, ...own }: ObjectSchema, marks: Marks = {}): ObjectSchema {
  const optionals = Object.entries(properties).map(([name, property]) => [name, optional(property)])
  return object(Object.fromEntries(optionals), { ...own, ...marks })
}

function required<T>(schema: Schema<T>): Schema<T>
function required({ '~optional': _, ...schema }: Schema): Schema {
  return schema
}

function array<S extends Schema>(items: S, marks?: Marks): ArraySchema<S>
function array(items: Schema, marks: Marks = {}): ArraySchema {
  return { type: 'array', items, ...marks }
}

function record<V extends string, S extends Schema>(names: EnumSchema<V>, value: S): ObjectSchema<{ readonly [Name in V]: S }>
function record<S extends Schema>(name: Schema<string>, value: S): Schema<Record<string, Static<S>>>
function record(name: Schema<string>, value: Schema): Schema {
  if (name.enum === undefined) return { type: 'object', additionalProperties: value }
  return object(Object.fromEntries(name.enum.map((each) => [each, value])))
}

/**
 * Builds schemas. What comes back is plain JSON Schema, which `Static` knows the type of.
 *
 * @example
 * const Member = Type.Object({ openid: Type.String({ maxLength: 128 }), level: Type.Optional(Type.String()) })
 * type Member = Static<typeof Member> // { openid: string; level?: string }
 */
export const Type = {
  Object: object,
  /** A property of a titled shape, with what it is here. */
  About: about,
  /** A property that may be absent. */
  Optional: optional,
  /** The object with every property optional. */
  Partial: partial,
  /** The property as one that must be there. */
  Required: required,
  /** An object with a value of one kind under each of some names, or under any name. */
  Record: record,
  Array: array,
  String: (marks?: Marks): Schema<string> => ({ type: 'string', ...marks }),
  Integer: (marks?: Marks): Schema<number> => ({ type: 'integer', ...marks }),
  Number: (marks?: Marks): Schema<number> => ({ type: 'number', ...marks }),
  Boolean: (marks?: Marks): Schema<boolean> => ({ type: 'boolean', ...marks }),
  Null: (): Schema<null> => ({ type: 'null' }),
  Enum: <const V extends string>(values: readonly V[], marks?: Marks): EnumSchema<V> => ({ enum: values, ...marks }),
  Literal: <const V extends string>(value: V, marks?: Marks): Schema<V> => ({ type: 'string', const: value, ...marks }),
  Union: <S extends Schema>(schemas: readonly S[], marks?: Marks): Schema<Static<S>> => ({ anyOf: schemas, ...marks }),
  /** The bytes of a file. */
  File: (marks?: Marks): Schema<Uint8Array> => ({ 'x-file': true, ...marks }),
  /** Anything, nothing included. */
  Unknown: (): Schema => ({}),
}
