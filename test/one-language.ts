import { expect } from 'vitest'

/** Names that are the same in every language: of products, files, formats, headers, commands and our own API. */
const names = new Set(
  `Accept Authorization BEGIN Body CPU CSR Content DER END Express Fastify Hono HTML HTTP HTTPS ID JDBC JKS JSON JWK Java Key Koa LibreSSL Latin NaN
  NUL NestJS Next Node Nginx OpenSSH OpenSSL OpenID OAuth PEM PKCS PuTTY Promise RSA SDK SHA SSH UTF URL UUID Web Windows Workers ZIP XML NTP CDN API
  AES GCM AEAD APIv Uint Array Buffer Bun Deno Date AbortSignal Proxy Rfc Wechatpay Request Encoding Signature Serial Nonce Timestamp Type Length Bearer
  WECHATPAY SIGNTEST PowerShell ASCII Base MB MiB KiB SP BOM TLS
  base cause keyring resolver body parser signal openssl legacy hex null undefined true false await fetch transport proxy hooks event from
  text bytes raw json error store brand mchid detail issue code status date time string number object array boolean integer
  url nonce timestamp method sandbox
  http https socks id openid colour out _file _FILE file FILE`
    .split(/\s+/)
    .filter((name) => name !== ''),
)

/** The words in a Chinese message that are English and no names; `more` are names that only these messages have. */
export function englishIn(text: string, more: ReadonlySet<string> = new Set()): string[] {
  const withoutQuoted = text
    .replace(/https?:\/\/[^\s，。；）]*/g, '')
    .replace(/["'`][^"'`]*["'`]/g, '')
    // Commands, up to the Chinese that follows them.
    .replace(/\b(openssl|keytool|npx|card-member)[ -~]*/g, '')
    .replace(/-----[ -~]*/g, '')
    // Options.
    .replace(/--[a-z][a-z-]*/g, '')
    // Calls and members, files, fields, codes and headers: anything with a mark within it, or in capitals.
    .replace(/[A-Za-z0-9@$]+(?:[_./@:(){}=*-]+[A-Za-z0-9$_]*)+/g, '')
    .replace(/\b[A-Z][A-Z0-9_]+\b/g, '')
    .replace(/\b[a-z]+[A-Z]\w*\b/g, '')
  return (withoutQuoted.match(/[A-Za-z]{2,}/g) ?? []).filter((word) => !names.has(word) && !more.has(word))
}

/** Fails unless each message is of its language from end to end. */
export function expectOneLanguage({ en, zh }: { readonly en: string; readonly zh: string }, more?: ReadonlySet<string>): void {
  expect({ zh, english: englishIn(zh, more) }).toEqual({ zh, english: [] })
  expect(zh).toMatch(/\p{Script=Han}/u)
  expect(en).not.toMatch(/[\p{Script=Han}，。；：（）、]/u)
}
