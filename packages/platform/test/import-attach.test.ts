import { expect, test } from 'vitest'
import { createCard, getUserCard, importMember } from './fixtures/card-calls.ts'
import { startTestPlatform } from './fixtures/platform.ts'

test.each(['sqlite', 'postgres'] as const)(
  'what a merchant attaches to a card that it imports is kept and returned, on %s',
  async (kind) => {
    await using running = await startTestPlatform({ kind })
    const { caller } = running
    const { card_id } = await createCard(caller)
    expect(await importMember(caller, card_id, { attach: 'store=hz-012' })).toMatchObject({ attach: 'store=hz-012' })
    expect(await getUserCard(caller, card_id)).toMatchObject({ attach: 'store=hz-012' })
  },
)
