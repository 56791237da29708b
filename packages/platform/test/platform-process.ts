import { makeLog, stopAtSignal } from '@card-member/service'
import { type PlatformOptions, startPlatform } from '../src/index.ts'

// A platform in a process of its own, for tests that end it: options as JSON in the first argument, its address as the
// first line of standard output, its log on standard error.
const options: Pick<PlatformOptions, 'tenants' | 'database' | 'folder'> = JSON.parse(process.argv[2] ?? '{}')
const log = makeLog()
const platform = await startPlatform({ ...options, log })
stopAtSignal(platform, log)
const { url, wechatpay_public_key_id, wechatpay_public_key } = platform
process.stdout.write(`${JSON.stringify({ url, wechatpay_public_key_id, wechatpay_public_key })}\n`)
process.once('disconnect', () => process.exit(1))
