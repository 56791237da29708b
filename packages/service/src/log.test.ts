import { describe, expect, test } from 'vitest'
import { makeLog } from './log.ts'

function logged(write: (log: ReturnType<typeof makeLog>) => void): Record<string, unknown>[] {
  const lines: string[] = []
  write(makeLog({ stream: { write: (line) => void lines.push(line) } }))
  return lines.map((line) => JSON.parse(line))
}

describe('the log', () => {
  test('writes one JSON line with level, time and message', () => {
    const [line] = logged((log) => log.info({ status: 200 }, 'answered'))
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      status: 200,
      msg: 'answered',
    })
  })

  test.each(['authorization', 'headers', 'private_key', 'apiv3_key', 'phone_number', 'user_information', 'password', 'connectionString'])(
    'withholds %s, three levels deep',
    (name) => {
      const lines = logged((log) => {
        log.info({ [name]: 'secret' }, 'one')
        log.info({ of: { [name]: { deep: 'secret' } } }, 'two')
        log.info({ of: { of: { [name]: ['secret'] } } }, 'three')
      })
      expect(lines).toMatchObject([{ [name]: '[redacted]' }, { of: { [name]: '[redacted]' } }, { of: { of: { [name]: '[redacted]' } } }])
    },
  )

  test('tells of an error only what cannot hold a row: no detail, no parameters, its causes likewise', () => {
    const cause = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (phone)=(secret)', parameters: ['secret'] })
    const error = Object.assign(new TypeError('cannot store', { cause }), { where: 'secret' })
    const [line] = logged((log) => log.error({ error }, 'failed'))
    expect(JSON.stringify(line)).not.toContain('secret')
    expect(line).toMatchObject({
      level: 'error',
      error: { name: 'TypeError', message: 'cannot store', cause: { name: 'Error', code: '23505', message: 'duplicate key' } },
    })
  })

  test('takes what is thrown as it comes', () => {
    expect(logged((log) => log.error({ error: 'a text' }, 'failed'))).toMatchObject([{ error: { message: 'a text' } }])
  })
})
