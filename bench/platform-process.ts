import { startPlatform } from '@card-member/platform'

const [tenants = '', database = ''] = process.argv.slice(2)
const platform = await startPlatform({ tenants, database })
process.stdout.write(`${platform.url}\n`)
process.on('SIGTERM', () => platform.close().then(() => process.exit(0)))
