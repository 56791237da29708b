import { useLocation, useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { hasCode } from '../../api/api-error.ts'
import { useAct } from '../../api/use-act.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorPanel } from '../../parts/error-panel.tsx'
import { NoPermission } from '../../parts/no-permission.tsx'
import { Page } from '../../parts/page.tsx'
import { useBrand } from '../../shell/brand.tsx'
import { useMay } from '../../shell/use-may.ts'
import { useOnline } from '../../shell/use-online.ts'
import { cardWords } from '../../words/cards.ts'
import { useWords } from '../../words/use-words.ts'
import styles from './find.module.css'
import { FoundCards } from './found-cards.tsx'
import { useKeepCards } from './use-card.ts'

/** One box: a card's code or a member's OpenID. Neither is ever part of an address. */
export function FindPage(): ReactNode {
  const { brand_id, brand } = useBrand()
  const { find: words } = useWords(cardWords)
  if (!useMay('look_up', brand_id)) return <NoPermission permission="look_up" title={words.title} />
  return (
    <Page title={words.title} lead={words.lead}>
      <FindForm brand_id={brand_id} connections={brand?.connections ?? []} />
    </Page>
  )
}

interface FindFormProps {
  readonly brand_id: string
  readonly connections: readonly { readonly name: string; readonly sandbox: boolean }[]
}

function FindForm({ brand_id, connections }: FindFormProps): ReactNode {
  const { find: words } = useWords(cardWords)
  const navigate = useNavigate()
  const keepCards = useKeepCards()
  const online = useOnline()
  const usual = (connections.find(({ sandbox }) => !sandbox) ?? connections[0])?.name
  // What another page asks for travels beside the address, not in it.
  const given = useLocation({ select: ({ state }) => state.find ?? '' })
  const [text, setText] = useState(given)
  const [openid, setOpenid] = useState('')
  const [chosen, setChosen] = useState<string>()
  const find = useAct('findUserCards', {
    onDone: ({ data }) => {
      keepCards(brand_id, data)
      const [only, ...others] = data
      if (only !== undefined && others.length === 0) void navigate({ to: '/cards/$ref', params: { ref: only.card_ref } })
    },
  })
  const asksOpenid = hasCode(find.error, 'OPENID_NEEDED')
  const connection = chosen ?? usual
  const submit = () => {
    if (text.trim() === '') return
    find.mutate({
      brand_id,
      text,
      ...(openid.trim() === '' ? {} : { openid: openid.trim() }),
      ...(connection === undefined ? {} : { connection }),
    })
  }
  return (
    <>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <label htmlFor="find-text" className="for-screen-readers">
          {words.text}
        </label>
        <div className={styles.row}>
          <Input
            id="find-text"
            size="large"
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            placeholder={words.text}
            value={text}
            onChange={({ target }) => {
              setText(target.value)
              setOpenid('')
              find.reset()
            }}
          />
          <Button type="primary" size="large" htmlType="submit" loading={find.isPending} disabled={!online || brand_id === ''}>
            {words.submit}
          </Button>
        </div>
        {connections.length > 1 && (
          <label className={styles.choice}>
            {words.connection}
            <select value={connection} onChange={({ target }) => setChosen(target.value)}>
              {connections.map(({ name, sandbox }) => (
                <option key={name} value={name}>
                  {sandbox ? words.sandbox(name) : name}
                </option>
              ))}
            </select>
          </label>
        )}
        {(asksOpenid || openid !== '') && (
          <div className={styles.openid}>
            <label htmlFor="find-openid">{words.openid}</label>
            <Input
              id="find-openid"
              autoFocus
              autoComplete="off"
              spellCheck={false}
              maxLength={128}
              value={openid}
              aria-describedby="find-openid-help"
              onChange={({ target }) => setOpenid(target.value)}
            />
            <p id="find-openid-help">{words.openidHelp}</p>
          </div>
        )}
      </form>
      {find.error !== null && !asksOpenid && <ErrorPanel error={find.error} retry={submit} />}
      <div aria-live="polite">{find.data !== undefined && <Found found={find.data} />}</div>
      {find.data === undefined && find.error === null && !find.isPending && <Empty text={words.start} guide="find" />}
    </>
  )
}

function Found({ found }: { readonly found: NonNullable<ReturnType<typeof useAct<'findUserCards'>>['data']> }): ReactNode {
  const { find: words } = useWords(cardWords)
  if (found.data.length === 0) return <Empty text={words.nothing[found.read_as]} guide="find" />
  return <FoundCards cards={found.data} />
}
