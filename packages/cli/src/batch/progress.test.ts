import { PassThrough, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { Terminal } from '../terminal.ts'
import { Progress, waitingOf } from './progress.ts'

function screen(isTTY: boolean) {
  let text = ''
  const stderr = Object.assign(
    new Writable({
      write: (chunk, _encoding, done) => {
        text += String(chunk)
        done()
      },
    }),
    { isTTY, columns: 100 },
  )
  const terminal = new Terminal('en', { stdin: new PassThrough(), stdout: new PassThrough(), stderr, env: {} })
  return { progress: new Progress(terminal), text: () => text }
}

const at = (done: number, state = 'running') => ({ state, done, total: 100, counts: { done, pending: 100 - done, rejected: 0 } })

describe('progress', () => {
  it('is a bar that is redrawn for a person, with rate, time left and counts', () => {
    const { progress, text } = screen(true)
    progress.show({ ...at(0), seconds_left: 20 }, 0)
    progress.show(at(50), 10_000)
    progress.end(at(100, 'done'))
    expect(text().split('\r\u001b[2K')).toEqual([
      '',
      '[--------------------] running 0/100  20 s left  pending 100',
      '[##########----------] running 50/100  5.0/s  10 s left  done 50, pending 50',
      '[####################] done 100/100  done 100\n',
    ])
  })

  it('says until when nothing moves, and why, and no time left that is none', () => {
    const { progress, text } = screen(true)
    const point = { state: 'running', done: 98, total: 100, counts: { done: 98, unknown: 2 } }
    const waits_until = '2026-11-26T10:07:01+08:00'
    progress.show({ ...point, seconds_left: 420, waiting: waitingOf({ waits_for: 'unknown', waits_until }) }, 0)
    progress.show({ ...point, seconds_left: 0, waiting: waitingOf({ waits_for: 'unknown' }) }, 1_000)
    expect(text().split('\r\u001b[2K').slice(1)).toEqual([
      '[###################-] running 98/100  outcomes unknown, waits for proof until 11-26 10:07:01  done',
      '[###################-] running 98/100  outcomes unknown, cards cannot be read  done 98, unknown 2',
    ])
    expect(waitingOf({ waits_for: 'hours', waits_until })).toEqual({
      en: 'waits for the allowed hours until 11-26 10:07:01',
      'zh-CN': '未到允许时段，等待至 11-26 10:07:01',
    })
    expect(waitingOf({})).toBeUndefined()
  })

  it('is a line every five seconds and at each change of state otherwise', () => {
    const { progress, text } = screen(false)
    for (const [done, time] of [
      [0, 0],
      [5, 1_000],
      [25, 5_000],
    ] as const)
      progress.show(at(done), time)
    progress.show(at(26, 'paused'), 5_100)
    progress.end(at(26, 'paused'))
    const lines = text().trimEnd().split('\n')
    expect(lines.map((line) => line.split('  ')[0])).toEqual(['running 0/100', 'running 25/100', 'paused 26/100'])
    expect(lines[1]).toBe('running 25/100  5.0/s  15 s left  done 25, pending 75')
  })
})
