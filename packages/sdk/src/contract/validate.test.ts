import fc from 'fast-check'
import { Compile, type Validator } from 'typebox/schema'
import { Settings } from 'typebox/system'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileSchema } from './compiled-schema.ts'
import { type Schema, Type } from './schema.ts'
import { validate } from './validate.ts'

const { maxErrors } = Settings.Get()
beforeAll(() => Settings.Set({ maxErrors: 1000 }))
afterAll(() => Settings.Set({ maxErrors }))

const names = ['a', 'b', 'a/b', 'a~b'] as const
const limit = fc.nat(4)
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const defined = (marks: object) => Object.fromEntries(Object.entries(marks).filter(([, value]) => value !== undefined))

const { schema: schemas } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'schema' },
    fc
      .record({ minLength: some(limit), maxLength: some(limit), pattern: some(fc.constantFrom('^[a-c]*$', '^.$', '中')) })
      .map((marks) => Type.String(defined(marks))),
    fc.record({ minimum: some(limit), maximum: some(limit) }).map((marks) => Type.Integer(defined(marks))),
    fc.record({ exclusiveMinimum: some(limit), maximum: some(limit) }).map((marks) => Type.Number(defined(marks))),
    fc.constantFrom(Type.Boolean(), Type.Null(), Type.Unknown(), Type.Enum(['a', 'b']), Type.Literal('a')),
    fc
      .tuple(tie('schema'), fc.record({ minItems: some(limit), maxItems: some(limit), uniqueItems: some(fc.boolean()) }))
      .map(([items, marks]) => Type.Array(items, defined(marks))),
    fc
      .tuple(fc.dictionary(fc.constantFrom(...names), fc.tuple(tie('schema'), fc.boolean())), fc.boolean())
      .map(([properties, closed]) =>
        Type.Object(
          Object.fromEntries(
            Object.entries(properties).map(([name, [schema, optional]]) => [name, optional ? Type.Optional(schema) : schema]),
          ),
          closed ? { additionalProperties: false } : {},
        ),
      ),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((any) => Type.Union(any)),
  ),
}))

// Entries of a list are compared as JSON writes them, so that no list here holds what JSON cannot write, or keys in another order.
const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'value' },
    fc.constantFrom('', 'a', 'b', 'abc', 'aaaaa', '中', '😀', '😀😀', 'é\u0301'),
    fc.constantFrom(0, 1, 2, 3, 4, 5, -1, 1.5),
    fc.constantFrom(true, false, null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .dictionary(fc.constantFrom(...names, 'c'), tie('value'))
      .map((record) => Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)))),
  ),
}))
const values = fc.oneof(
  { arbitrary: json, weight: 8 },
  fc.constantFrom(undefined, Number.NaN, Number.POSITIVE_INFINITY),
  fc.dictionary(fc.constantFrom(...names), fc.constant(undefined)),
)

type Noted = readonly [pointer: string, issue: string]
type SchemaError = ReturnType<Validator['Errors']>[1][number]

function ours(schema: Schema, value: unknown): Noted[] {
  const noted: Noted[] = []
  validate(compileSchema(schema), value, '', (pointer, { en }) => noted.push([pointer, en]))
  return noted
}

function theirs(schema: Schema, value: unknown): Noted[] {
  const [, errors] = Compile(schema).Errors(value)
  return errors.flatMap((error): Noted[] => {
    if (error.keyword === 'required') return error.params.requiredProperties.map((name) => [`${error.instancePath}/${name}`, 'is required'])
    // Beside each unknown key that `additionalProperties` names, the key itself fails against the schema `false`.
    return error.keyword === 'boolean' ? [] : [[error.instancePath, worded(error)]]
  })
}

function worded(error: SchemaError): string {
  switch (error.keyword) {
    case 'maxLength':
      return `string length exceeds ${error.params.limit}`
    case 'minLength':
      return error.params.limit === 1 ? 'must not be empty' : `string length is under ${error.params.limit}`
    case 'pattern':
      return `has a character or form that is not allowed; expected ${error.params.pattern}`
    case 'enum':
      return `must be one of ${error.params.allowedValues.join(', ')}`
    case 'const':
      return `must be ${error.params.allowedValue}`
    case 'type':
      return `must be of type ${error.params.type}`
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return `must be ${error.params.comparison} ${error.params.limit}`
    case 'maxItems':
      return `must have at most ${error.params.limit} entries`
    case 'minItems':
      return `must have at least ${error.params.limit} entries`
    case 'uniqueItems':
      return 'must not have duplicate items'
    case 'additionalProperties':
      return `has unknown keys: ${error.params.additionalProperties.join(', ')}`
    case 'anyOf':
      return 'has none of the forms that are allowed'
    default:
      throw new Error(`no schema here has the keyword ${error.keyword}`)
  }
}

describe('the validator', () => {
  test('finds in any value what TypeBox finds by the same schema, in the same order', () => {
    fc.assert(
      fc.property(schemas, values, (schema, value) => {
        expect(ours(schema, value)).toEqual(theirs(schema, value))
      }),
      { numRuns: 5000 },
    )
  })

  test('names every wrong field, however many there are', () => {
    const many = Array.from({ length: 20 }, (_, index) => `field${index}`)
    const schema = Type.Object(Object.fromEntries(many.map((name) => [name, Type.String()])))
    expect(ours(schema, {}).map(([pointer]) => pointer)).toEqual(many.map((name) => `/${name}`))
  })
})
