import { join } from 'node:path'
import type { Platform } from '@card-member/platform'
import type { UserCard } from '@card-member/sdk'
import { makePrivateFolder } from '@card-member/service/kept-file'
import type { Log } from '@card-member/service/log'
import { launchPlatform } from '../actions/launch-platform.ts'
import { demoTemplate, importMembers } from './content.ts'
import { type DemoTenant, fillingClient, rehearsalFolder, writeRehearsalCaller } from './tenant.ts'

/**
 * Starts the platform that the demo's desk rehearses on: a sandbox with the same merchant, and a template of its own with the same
 * members.
 */
export async function launchRehearsal(tenant: DemoTenant, members: readonly UserCard[], log: Log): Promise<Platform> {
  const folder = join(tenant.folder, rehearsalFolder)
  makePrivateFolder(folder)
  const { tenants } = tenant
  const platform = await launchPlatform({ tenants, database: `sqlite:${folder}/platform.db`, folder, port: 0, sandbox: true, log })
  try {
    await using api = await fillingClient(tenant, writeRehearsalCaller(tenant, platform))
    const { card_id } = await demoTemplate(api)
    const levels = members.map(({ user_card_code, openid, level = '' }) => ({ user_card_code, openid, level }))
    await importMembers(api, card_id, levels)
    return platform
  } catch (error) {
    await platform.close()
    throw error
  }
}
