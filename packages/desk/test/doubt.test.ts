import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { kinds } from '../../../test/database-fixture.ts'
import { defaultSettings } from '../src/contract/settings.ts'
import { recordConsent } from '../src/index.ts'
import { markLeaving } from '../src/store/calls.ts'
import { begin } from '../src/subject/call.ts'
import { end } from '../src/subject/call-end.ts'
import { neverTookEffect } from '../src/subject/ending.ts'
import { write } from '../src/subject/means.ts'
import { takeOver } from '../src/subject/settle.ts'
import { brand_id, Scene } from './scene.ts'

describe.each(kinds)('an attempt on %s', (kind) => {
  let scene: Scene
  beforeEach(async () => {
    scene = await Scene.open({ kind })
  })
  afterEach(() => scene[Symbol.asyncDispose]())

  /** Begins an attempt of this process, as if its process stood still then. */
  async function begun() {
    const { means } = scene.desk
    const [card] = await scene.importCards(1)
    if (card === undefined) throw new Error('there is no card')
    const { card_id } = scene
    const time = Math.floor(Date.now() / 1000)
    const told = { channel: 'sms', told_at: time, agreed_at: time, invalid_reason: '用户申请退会' } as const
    const { consent_id } = await recordConsent(means, scene.actor('clerk', 'clerk'), { brand_id, card_id, ...card, ...told })
    const attempt = {
      card: { brand_id, card_id, ...card },
      connection: means.connections.for(brand_id, undefined),
      consent_id,
      invalid_reason: told.invalid_reason,
      requested_by: 'clerk',
    }
    const { begun: results } = await write(means, (store) => begin(means, store, brand_id, defaultSettings, [attempt]))
    const [only] = results
    if (only === undefined || 'refused' in only) throw new Error('it was not begun')
    return only.call
  }
  const stored = async () => {
    const [call] = await scene.database.rows('select state, code, may_have_left, attempts from calls')
    const [consent] = await scene.database.rows('select state from consents')
    return { ...call, consent: consent?.state }
  }

  test('whose process is gone before it was about to be signed is over, as never sent, and may not be signed any more', async () => {
    const call = await begun()
    await using other = await scene.another()
    await takeOver(other.means, [other.means.process_id])
    expect(await stored()).toMatchObject({ state: 'rejected', code: 'NEVER_SENT', consent: 'recorded' })
    const left = await write(scene.desk.means, (store) => markLeaving(store, [call]))
    expect([...left]).toEqual([])
  })

  test('whose process is gone after that is in doubt, and its consent stays tied', async () => {
    const call = await begun()
    await write(scene.desk.means, (store) => markLeaving(store, [call]))
    await using other = await scene.another()
    await takeOver(other.means, [other.means.process_id])
    expect(await stored()).toMatchObject({ state: 'unknown', code: 'PROCESS_LOST', may_have_left: 1, consent: 'used' })
  })

  test('that was taken over is not ended by what its own process tells later: that is an entry of its own', async () => {
    const call = await begun()
    const { means } = scene.desk
    await write(means, (store) => markLeaving(store, [call]))
    await using other = await scene.another()
    await takeOver(other.means, [other.means.process_id])
    const { entries } = await write(means, (store) => end(means, store, brand_id, [{ call, ending: neverTookEffect, by: 'own' }]))
    expect(entries.map(({ action, facts }) => [action, facts.attempt, facts.state, facts.on_record])).toEqual([
      ['call.late', 1, 'rejected', 'unknown'],
    ])
    expect(await stored()).toMatchObject({ state: 'unknown', consent: 'used' })
  })

  test('is not ended by a reading that was made of an earlier one', async () => {
    const call = await begun()
    const { means } = scene.desk
    const old = { ...call, attempts: 0, process_id: null }
    const { entries } = await write(means, (store) => end(means, store, brand_id, [{ call: old, ending: neverTookEffect, by: 'reader' }]))
    expect(entries).toEqual([])
    expect(await stored()).toMatchObject({ state: 'sending', attempts: 1, consent: 'used' })
  })

  test('is ended by its own process once, and freed then', async () => {
    const call = await begun()
    const { means } = scene.desk
    const tell = () => write(means, (store) => end(means, store, brand_id, [{ call, ending: neverTookEffect, by: 'own' }]))
    expect((await tell()).entries.map(({ action }) => action)).toEqual(['call.end'])
    expect((await tell()).entries).toEqual([])
    expect(await stored()).toMatchObject({ state: 'rejected', code: 'NO_EFFECT', consent: 'recorded' })
  })
})
