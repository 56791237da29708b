import type { Store } from './store.ts'

/** Replaces the link of the first start. */
export async function replaceSetUpLink({ database }: Store, row: { token_hash: string; expire_time: number }): Promise<void> {
  await database.deleteFrom('set_up_links').execute()
  await database.insertInto('set_up_links').values(row).execute()
}

/** Deletes the link and says whether it was there; of several requests at once only one gets `true`. */
export async function takeSetUpLink({ database }: Store, token_hash: string, now: number): Promise<boolean> {
  const taken = await database
    .deleteFrom('set_up_links')
    .where('token_hash', '=', token_hash)
    .where('expire_time', '>', now)
    .returning('token_hash')
    .executeTakeFirst()
  return taken !== undefined
}

/** The link, unless it expired. */
export function findSetUpLink({ database }: Store, now: number): Promise<{ readonly token_hash: string } | undefined> {
  return database.selectFrom('set_up_links').select('token_hash').where('expire_time', '>', now).executeTakeFirst()
}
