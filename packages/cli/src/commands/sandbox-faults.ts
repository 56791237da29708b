import { callFaults, type FaultKind, faultTargets, notificationFaults } from '@card-member/platform/sandbox'
import { Argument } from 'commander'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { sandboxWords as words } from '../words/sandbox.ts'
import { type Add, given, readNumber } from './sandbox-options.ts'

interface FaultFlags {
  readonly on?: string
  readonly count?: number
  readonly probability?: number
  readonly delayMs?: number
  readonly seconds?: number
}

const kinds: readonly FaultKind[] = [...callFaults, ...notificationFaults]

/** Adds what can go wrong. */
export function addFaults(add: Add, terminal: Terminal): void {
  const addToFault = add('fault', terminal.in(words.fault), (command) =>
    command
      .addArgument(new Argument('<fault>', terminal.in(words.faultKind)).choices(kinds))
      .option('--on <name>', terminal.in(words.on))
      .option('--count <n>', terminal.in(words.count), readNumber)
      .option('--probability <p>', terminal.in(words.probability), readNumber)
      .option('--delay-ms <n>', terminal.in(words.delay), readNumber)
      .option('--seconds <n>', terminal.in(words.seconds), readNumber)
      .helpCommand(false),
  ).asks<FaultFlags>(({ on, count, probability, delayMs: delay_ms, seconds }, name) => (client) => {
    const [fault = 'delay'] = kinds.filter((kind) => kind === name)
    const targets = faultTargets(fault)
    if (on !== undefined && !targets.includes(on))
      throw new CommandFailure(words.noTarget(fault, on, targets), exit.usage, { field: '--on' })
    return client.faults.add({ fault, ...given({ on, count, probability, delay_ms, seconds }) })
  })
  add('faults', terminal.in(words.faults)).asks(() => (client) => client.faults.list())
  addToFault('clear', terminal.in(words.faultClear), (command) => command.argument('[id]', terminal.in(words.faultId))).asks(
    (_options, id) => (client) => client.faults.remove(id),
  )
}
