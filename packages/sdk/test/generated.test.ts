import { readFileSync } from 'node:fs'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { generatedFiles } from '../../../scripts/generated-files.ts'
import { endpoints } from '../src/client/endpoints.ts'
import {
  brandDirectVariant,
  type Contract,
  contract,
  events,
  type Input,
  type Operation,
  operations,
  type PathField,
  type Reply,
  type Schema,
  type Static,
} from '../src/contract/index.ts'
import type { BrandMethods, Listing, PageReply, PartnerMethods } from '../src/index.ts'
import { CardMember } from '../src/index.ts'
import type { NotifiedUserCard, PointExchange, PointSync } from '../src/webhook/index.ts'
import { credentialFor } from './fixtures/keys.ts'

// Whether a field is read-only is not the contract's to say.
type Loose<T> = T extends Uint8Array
  ? 'bytes'
  : T extends readonly (infer Item)[]
    ? Loose<Item>[]
    : T extends object
      ? { -readonly [Name in keyof T]: Loose<T[Name]> }
      : T
type Plain<T> = { [Name in keyof T]: T[Name] }
type WithoutIds<Given> = Given extends [string, ...infer Rest] ? WithoutIds<Rest> : Given

type InputOf<Method> = Method extends (...given: infer Given) => unknown ? Extract<WithoutIds<Given>, readonly unknown[]>[0] : never
type AnswerOf<Method> = Method extends (...given: never[]) => Listing<unknown, infer Page extends PageReply<unknown>>
  ? Page
  : Method extends (...given: never[]) => Promise<infer Answer>
    ? Answer
    : never

type Paged<Given> = Omit<Given, 'offset' | 'limit'> & Partial<Pick<Given, Extract<'offset' | 'limit', keyof Given>>>
type Asked<O extends Operation> = Omit<Input<O>, PathField<O>>
type Declared<O extends Operation> = Plain<Reply<O> extends PageReply<unknown> ? Paged<Asked<O>> : Asked<O>>
type Groups = keyof Contract
type Names<G extends Groups> = keyof Contract[G]
type Of<G extends Groups, M extends Names<G>> = Extract<Contract[G][M], Operation>
type MethodOf<G extends Groups, M> = M extends keyof PartnerMethods[G] ? PartnerMethods[G][M] : never

describe('what is made from the contract', () => {
  test.each([...generatedFiles()])('%s is what the contract says: otherwise run `npm run generate`', (path, source) => {
    expect(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8') === source).toBe(true)
  })

  test('has the types that the contract has', () => {
    expectTypeOf<Loose<{ [G in Groups]: { [M in Names<G>]: InputOf<MethodOf<G, M>> } }>>().toEqualTypeOf<
      Loose<{ [G in Groups]: { [M in Names<G>]: Declared<Of<G, M>> } }>
    >()
    expectTypeOf<Loose<{ [G in Groups]: { [M in Names<G>]: AnswerOf<MethodOf<G, M>> } }>>().toEqualTypeOf<
      Loose<{ [G in Groups]: { [M in Names<G>]: Reply<Of<G, M>> } }>
    >()
    expectTypeOf<Static<(typeof events)['USER_CARD.CREATE']['resource']>>().toExtend<NotifiedUserCard>()
    expectTypeOf<Static<(typeof events)['POINT_EXCHANGE_COUPON']['resource']>>().toExtend<PointExchange>()
    expectTypeOf<Loose<Static<(typeof events)['SYNC_USER_POINT']['resource']>>>().toEqualTypeOf<PointSync>()
    expectTypeOf<Parameters<BrandMethods['userCards']['get']>[1]>().toEqualTypeOf<
      Omit<Parameters<PartnerMethods['userCards']['get']>[1], 'brand_id'>
    >()
  })

  test('has an endpoint for every operation, with the same fields and rules', () => {
    const bare = Object.entries(contract).map(([group, methods]) => [
      group,
      Object.entries<Operation>(methods).map(([method, { summary: _, page: __, reply: ___, ...endpoint }]) => [
        method,
        { ...endpoint, input: withoutWords(endpoint.input) },
      ]),
    ])
    const made = Object.entries(endpoints).map(([group, methods]) => [
      group,
      Object.entries(methods).map(([method, { reply: _, ...endpoint }]) => [method, endpoint]),
    ])
    expect(made).toEqual(bare)
  })

  test('has a method for every operation that a merchant number or a brand can call', () => {
    const client = new CardMember(credentialFor('http://127.0.0.1:1'))
    for (const [group, methods] of Object.entries(contract)) {
      for (const method of Object.keys(methods)) expect(client).toHaveProperty(`${group}.${method}`, expect.any(Function))
    }
    const offered = operations.filter((operation) => brandDirectVariant(operation) !== undefined).map(({ id }) => id)
    const declared = readFileSync(new URL('../src/client/methods.ts', import.meta.url), 'utf8')
    const brand = [...declared.matchAll(/export interface Brand\w+Methods[^{]*\{\n([\s\S]*?)\n\}/g)].map(([, body = '']) => body)
    expect(brand.join('\n').match(/^ {2}\w+\(/gm)).toHaveLength(offered.length)
  })

  test('tells of every field in Chinese and in English what it is', () => {
    const silent = [...operations.flatMap(({ id, input, reply }) => [...silentFields(input, id), ...silentFields(reply, id)])]
    const told = Object.entries(events).flatMap(([kind, { resource }]) => silentFields(resource, kind))
    expect([...silent, ...told]).toEqual([])
  })
})

function silentFields({ properties = {}, items }: Schema, at: string): string[] {
  const own = Object.entries(properties).flatMap(([name, property]) => {
    const said = property['~about'] ?? property.description
    const spoken =
      typeof said === 'object' && /\p{Script=Han}/u.test(said['zh-CN']) && !/\p{Script=Han}/u.test(said.en.replace('钻石会员', ''))
    return [...(spoken ? [] : [`${at}.${name}`]), ...silentFields(property, `${at}.${name}`)]
  })
  return [...own, ...(items === undefined ? [] : silentFields(items, `${at}[]`))]
}

function withoutWords(schema: Schema): Schema {
  const { title: _, description: __, '~about': ___, '~optional': ____, properties, items, ...keywords } = schema
  return {
    ...keywords,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, withoutWords(property)])),
    }),
    ...(items && { items: withoutWords(items) }),
  }
}
