import { describe, expect, test } from 'vitest'
import { GroupCommit, type GroupCommitOptions } from './group-commit.ts'
import { CommitError } from './transact.ts'

/** A group whose runs end when a test says so. */
class Gate {
  readonly runs: string[][] = []
  readonly #open: (() => void)[] = []
  readonly group: GroupCommit<string, string>

  constructor(options: Partial<GroupCommitOptions> = {}) {
    this.group = new GroupCommit(async (jobs) => this.#run(jobs), { concurrency: 1, limit: 3, ...options })
  }

  /** Ends the run that has waited longest. */
  async pass(): Promise<void> {
    this.#open.shift()?.()
    await turns()
  }

  async #run(jobs: readonly string[]): Promise<string[]> {
    this.runs.push([...jobs])
    await new Promise<void>((resolve) => this.#open.push(resolve))
    if (jobs.includes('bad')) throw new Error('bad')
    return jobs.map((job) => `${job}!`)
  }
}

describe('a group commit', () => {
  test('runs what arrives together together, in order, at most so many at once', async () => {
    const gate = new Gate()
    const results = Promise.all(['a', 'b', 'c', 'd'].map((job) => gate.group.submit(job)))
    await turns()
    expect(gate.runs).toEqual([['a', 'b', 'c']])
    const late = gate.group.submit('e')
    await turns()
    expect(gate.runs).toHaveLength(1)
    await gate.pass()
    expect(gate.runs).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ])
    await gate.pass()
    expect([...(await results), await late]).toEqual(['a!', 'b!', 'c!', 'd!', 'e!'])
  })

  test('settles nothing before its run has ended', async () => {
    const gate = new Gate()
    const settled: string[] = []
    const result = gate.group.submit('a').then((text) => settled.push(text))
    await turns()
    expect(settled).toEqual([])
    await gate.pass()
    await result
    expect(settled).toEqual(['a!'])
  })

  test('has as many runs under way as its concurrency allows', async () => {
    const gate = new Gate({ concurrency: 2, limit: 1 })
    const results = Promise.all(['a', 'b', 'c'].map((job) => gate.group.submit(job)))
    await turns()
    expect(gate.runs).toEqual([['a'], ['b']])
    await gate.pass()
    expect(gate.runs).toEqual([['a'], ['b'], ['c']])
    await gate.pass()
    await gate.pass()
    expect(await results).toEqual(['a!', 'b!', 'c!'])
  })

  test('runs the jobs of a failed run again, each alone', async () => {
    const told: number[] = []
    const gate = new Gate({ onRun: (jobs) => told.push(jobs) })
    const results = Promise.allSettled(['a', 'bad', 'c'].map((job) => gate.group.submit(job)))
    await turns()
    for (let pass = 0; pass < 4; pass++) await gate.pass()
    expect(gate.runs).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']])
    expect(told).toEqual([3, 1, 1, 1])
    expect(await results).toEqual([
      { status: 'fulfilled', value: 'a!' },
      { status: 'rejected', reason: new Error('bad') },
      { status: 'fulfilled', value: 'c!' },
    ])
  })

  test('fails all jobs of a failed run when none of them may run alone', async () => {
    const asked: unknown[] = []
    const gate = new Gate({
      mayRunAlone: async (error) => {
        asked.push(error)
        return false
      },
    })
    const results = Promise.allSettled(['a', 'bad'].map((job) => gate.group.submit(job)))
    await turns()
    await gate.pass()
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect([gate.runs, asked]).toEqual([[['a', 'bad']], [new Error('bad')]])
  })

  test('fails all jobs of a run whose commit failed', async () => {
    const runs: number[] = []
    const group = new GroupCommit<string, string>(
      async (jobs) => {
        runs.push(jobs.length)
        throw new CommitError(new Error('lost'))
      },
      { concurrency: 1, limit: 3 },
    )
    const results = await Promise.allSettled(['a', 'b'].map((job) => group.submit(job)))
    expect([runs, results.map(({ status }) => status)]).toEqual([[2], ['rejected', 'rejected']])
  })

  test('fails a job that its run forgot', async () => {
    const group = new GroupCommit<string, string>(async () => [], { concurrency: 1, limit: 1 })
    await expect(group.submit('a')).rejects.toThrow('a run returned no result for a job')
  })

  test('is drained when nothing is queued or under way', async () => {
    const gate = new Gate({ limit: 1 })
    await gate.group.drain()
    const results = Promise.all(['a', 'b'].map((job) => gate.group.submit(job)))
    let drained = false
    const drain = gate.group.drain().then(() => {
      drained = true
    })
    await turns()
    await gate.pass()
    expect(drained).toBe(false)
    await gate.pass()
    await drain
    expect(await results).toEqual(['a!', 'b!'])
    await gate.group.drain()
  })
})

/** Lets everything that is due happen: a group begins a run one turn of the event loop after a job came. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}
