import type { Case } from './case.ts'
import { clientCases } from './client.ts'
import { protocolCases } from './protocol.ts'
import type { Setup } from './setup.ts'

/** Every case. */
export function suite(setup: Setup): Case[] {
  return [...protocolCases(setup), ...clientCases(setup)]
}
