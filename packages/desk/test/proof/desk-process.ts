import { flushCompileCache } from 'node:module'
import { stopAtSignal } from '@card-member/service/lifecycle'
import { makeLog } from '@card-member/service/log'
import { type ServerOptions, startDesk } from '../../src/index.ts'

// A desk in a process of its own, for tests that end it: options as JSON in the first argument, its address as the first line
// of standard output, its log on standard error.
const options: ServerOptions = JSON.parse(process.argv[2] ?? '{}')
const log = makeLog({ level: 'warn' })
const desk = await startDesk({ ...options, log })
stopAtSignal(desk, log)
process.stdout.write(`${JSON.stringify({ url: desk.url })}\n`)
// One that is killed leaves its compiled code to the next.
flushCompileCache()
process.once('disconnect', () => process.exit(1))
