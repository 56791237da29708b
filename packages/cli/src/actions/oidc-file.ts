import { readFile } from 'node:fs/promises'
import { type ClientAuthMethod, clientAuthMethods, isIssuer, type OidcOptions } from '@card-member/desk'
import { isRecord } from '@card-member/sdk/contract'
import { CommandFailure, exit } from '../failure.ts'
import { deskWords as words } from '../words/desk.ts'
import { readable } from './files.ts'

const fields = ['issuer', 'client_id', 'client_secret', 'claim', 'token_endpoint_auth_method']

/** The settings of an OpenID Connect provider, from a file. @throws {CommandFailure} naming the field that is wrong */
export async function readOidc(path: string): Promise<OidcOptions> {
  const given = parse(await readable(path, readFile(path, 'utf8')))
  if (given === undefined) throw new CommandFailure(words.oidcNoObject(path), exit.usage)
  const unknown = Object.keys(given).find((name) => !fields.includes(name))
  if (unknown !== undefined) throw new CommandFailure(words.oidcUnknown(path, unknown, fields.join(', ')), exit.usage)
  const { issuer, client_id, client_secret, claim, token_endpoint_auth_method: method } = given
  if (typeof issuer !== 'string' || !isIssuer(issuer)) throw new CommandFailure(words.oidcIssuer(path), exit.usage)
  const text = (name: string) => new CommandFailure(words.oidcText(path, name), exit.usage)
  if (!isText(client_id)) throw text('client_id')
  if (client_secret !== undefined && !isText(client_secret)) throw text('client_secret')
  if (claim !== undefined && !isText(claim)) throw text('claim')
  if (method !== undefined && (!isMethod(method) || (method !== 'none' && client_secret === undefined)))
    throw new CommandFailure(words.oidcMethod(path, clientAuthMethods.join(', ')), exit.usage)
  return { issuer, client_id, client_secret, claim, token_endpoint_auth_method: method }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isMethod(value: unknown): value is ClientAuthMethod {
  return clientAuthMethods.some((method) => method === value)
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
