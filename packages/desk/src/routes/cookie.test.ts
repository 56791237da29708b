import { fastifyCookie } from '@fastify/cookie'
import fc from 'fast-check'
import { fastify } from 'fastify'
import { beforeAll, expect, test } from 'vitest'
import { cookiesOf, type DeskCookies } from './cookie.ts'

let http: DeskCookies
let https: DeskCookies
beforeAll(async () => {
  const app = fastify()
  await app.register(fastifyCookie, { hook: false })
  http = cookiesOf(app, false)
  https = cookiesOf(app, true)
})

const pairOf = (set: string) => set.split(';')[0] ?? ''

test('scripts and other sites do not get a cookie', () => {
  expect([http.session.write('abc'), http.oidc.write('abc')]).toEqual([
    'card-member-desk=abc; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict',
    'card-member-desk-oidc=abc; Max-Age=900; Path=/api/auth; HttpOnly; SameSite=Lax',
  ])
  expect([http.session.clear(), http.oidc.clear()]).toEqual([
    'card-member-desk=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
    'card-member-desk-oidc=; Max-Age=0; Path=/api/auth; HttpOnly; SameSite=Lax',
  ])
})

test('over https it is for https alone, and only this host can set it', () => {
  expect([https.session.write('abc'), https.oidc.write('abc')]).toEqual([
    '__Host-card-member-desk=abc; Max-Age=43200; Path=/; HttpOnly; Secure; SameSite=Strict',
    '__Host-card-member-desk-oidc=abc; Max-Age=900; Path=/; HttpOnly; Secure; SameSite=Lax',
  ])
  expect(https.session.read(pairOf(https.session.write('abc')))).toBe('abc')
  expect(https.session.read('card-member-desk=abc')).toBeUndefined()
})

test('a value comes back beside other cookies; without the cookie there is none', () => {
  expect(http.session.read(`other=1; ${pairOf(http.session.write('a-b_c'))}; card-member-desk-oidc=2`)).toBe('a-b_c')
  for (const header of [undefined, '', ';', '=', 'card-member-desk', 'card-member-desk=', 'a=card-member-desk=b'])
    expect(http.session.read(header)).toBeUndefined()
})

test('any header can be read', () => {
  const letter = fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code))
  const value = fc.oneof(fc.string({ unit: letter }), fc.constantFrom('%', '%E4%', '%00', '"', 'a.%'))
  const header = fc.oneof(
    value,
    value.map((each) => `card-member-desk=${each}`),
    value.map((each) => `a=b; card-member-desk=${each}.${each}=`),
  )
  fc.assert(fc.property(header, (text) => ['string', 'undefined'].includes(typeof http.session.read(text))))
})
