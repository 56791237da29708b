import { type Kysely, sql } from 'kysely'

/** Staff, how they sign in, what they may do. */
export const staff = (kind: 'sqlite' | 'postgres') => ({
  async up(database: Kysely<never>): Promise<void> {
    const end = kind === 'sqlite' ? sql`without rowid` : sql``
    const key = kind === 'sqlite' ? sql`text` : sql`text collate "C"`
    const table = (name: string) => database.schema.createTable(name).modifyEnd(end)

    await table('staff')
      .addColumn('id', key, (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('name_key', key, (column) => column.notNull().unique())
      .addColumn('sign_in_name', key, (column) => column.notNull().unique())
      .addColumn('create_time', 'bigint', (column) => column.notNull())
      .addColumn('update_time', 'bigint', (column) => column.notNull())
      .addColumn('disabled_time', 'bigint')
      .execute()

    await table('passwords')
      .addColumn('staff_id', key, (column) => column.primaryKey())
      .addColumn('password_hash', 'text', (column) => column.notNull())
      .addColumn('update_time', 'bigint', (column) => column.notNull())
      .execute()

    await table('second_factors')
      .addColumn('id', key, (column) => column.primaryKey())
      .addColumn('staff_id', key, (column) => column.notNull())
      .addColumn('kind', key, (column) => column.notNull())
      .addColumn('sealed_secret', 'text', (column) => column.notNull())
      .addColumn('create_time', 'bigint', (column) => column.notNull())
      .execute()
    // At most one authenticator for each staff member.
    await database.schema.createIndex('second_factors_by_staff').on('second_factors').columns(['staff_id', 'kind']).unique().execute()

    await table('oidc_identities')
      .addColumn('issuer', key, (column) => column.notNull())
      .addColumn('subject', key, (column) => column.notNull())
      // One identity for each staff member: a name that is given to somebody else at the provider opens nothing here.
      .addColumn('staff_id', key, (column) => column.notNull().unique())
      .addColumn('create_time', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('oidc_identities_key', ['issuer', 'subject'])
      .execute()

    await table('sessions')
      .addColumn('id', key, (column) => column.primaryKey())
      .addColumn('token_hash', key, (column) => column.notNull().unique())
      .addColumn('staff_id', key, (column) => column.notNull())
      .addColumn('create_time', 'bigint', (column) => column.notNull())
      .addColumn('last_used_time', 'bigint', (column) => column.notNull())
      .addColumn('expire_time', 'bigint', (column) => column.notNull())
      .addColumn('second_factor_time', 'bigint')
      .execute()
    await database.schema.createIndex('sessions_by_staff').on('sessions').column('staff_id').execute()

    await table('grants')
      .addColumn('brand_id', key, (column) => column.notNull())
      .addColumn('staff_id', key, (column) => column.notNull())
      .addColumn('role', key, (column) => column.notNull())
      .addColumn('granted_by', 'text', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('grants_key', ['brand_id', 'staff_id', 'role'])
      .execute()
    await database.schema.createIndex('grants_by_staff').on('grants').column('staff_id').execute()

    await table('sign_in_failures')
      .addColumn('key_hash', key, (column) => column.primaryKey())
      .addColumn('name_hash', key)
      .addColumn('failures', 'bigint', (column) => column.notNull())
      .addColumn('time', 'bigint', (column) => column.notNull())
      .execute()
    await database.schema.createIndex('sign_in_failures_by_time').on('sign_in_failures').column('time').execute()

    await table('known_addresses')
      .addColumn('key_hash', key, (column) => column.primaryKey())
      .addColumn('expire_time', 'bigint', (column) => column.notNull())
      .execute()

    await table('set_up_links')
      .addColumn('token_hash', key, (column) => column.primaryKey())
      .addColumn('expire_time', 'bigint', (column) => column.notNull())
      .execute()
  },
})
