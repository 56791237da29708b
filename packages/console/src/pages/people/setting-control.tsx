import { channels } from '@card-member/desk/contract'
import type { ReactNode } from 'react'
import { peopleWords } from '../../words/people.ts'
import { useWords } from '../../words/use-words.ts'
import type { SettingField, SettingValue } from './setting-fields.ts'
import { channelsIn, hoursIn } from './setting-text.ts'
import styles from './settings.module.css'

interface ControlProps {
  readonly field: SettingField
  /** The id of what names and explains it. */
  readonly label: string
  readonly help: string
  readonly value: SettingValue
  readonly disabled: boolean
  readonly change: (value: SettingValue) => void
}

/** What a setting is changed by, according to its kind. */
export function SettingControl(props: ControlProps): ReactNode {
  switch (props.field.kind) {
    case 'number':
      return <NumberControl {...props} />
    case 'number_or_none':
      return <NumberOrNone {...props} />
    case 'switch':
      return <SwitchControl {...props} />
    case 'hours':
      return <HoursControl {...props} />
    case 'channels':
      return <ChannelsControl {...props} />
    case 'address':
      return <AddressControl {...props} />
  }
}

function NumberControl({ field: { unit, least = 1, most }, label, help, value, disabled, change }: ControlProps): ReactNode {
  const { settings } = useWords(peopleWords)
  return (
    <span className={styles.control}>
      <input
        type="number"
        min={least}
        max={most}
        step="any"
        aria-labelledby={label}
        aria-describedby={help}
        disabled={disabled}
        value={typeof value === 'number' ? value : ''}
        onChange={({ target }) => {
          if (target.value !== '') change(target.valueAsNumber)
        }}
      />
      {unit !== undefined && <span>{settings.units[unit]}</span>}
    </span>
  )
}

function NumberOrNone(props: ControlProps): ReactNode {
  const { settings } = useWords(peopleWords)
  const { field, value, disabled, change, label } = props
  const isNone = value === null
  const none = field.name === 'canary_delay_seconds' ? settings.manual : settings.unlimited
  return (
    <fieldset className={styles.set} aria-labelledby={label}>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={isNone}
          disabled={disabled}
          onChange={({ target }) => change(target.checked ? null : usual(field))}
        />
        {none}
      </label>
      {!isNone && <NumberControl {...props} />}
    </fieldset>
  )
}

// Something to begin with, where there was no number.
function usual({ unit, least = 1 }: SettingField): number {
  return Math.max(least, unit === 'seconds' ? 3600 : 100)
}

function SwitchControl({ label, help, value, disabled, change }: ControlProps): ReactNode {
  const { settings } = useWords(peopleWords)
  return (
    <span className={styles.control}>
      <input
        type="checkbox"
        aria-labelledby={label}
        aria-describedby={help}
        checked={value === true}
        disabled={disabled}
        onChange={({ target }) => change(target.checked)}
      />
      <span aria-hidden>{value === true ? settings.on : settings.off}</span>
    </span>
  )
}

function HoursControl({ label, value, disabled, change }: ControlProps): ReactNode {
  const { settings } = useWords(peopleWords)
  const hours = hoursIn(value)
  return (
    <fieldset className={styles.set} aria-labelledby={label}>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={hours === undefined}
          disabled={disabled}
          onChange={({ target }) => change(target.checked ? null : { from: '09:00', to: '18:00' })}
        />
        {settings.always}
      </label>
      {hours !== undefined && (
        <span className={styles.control}>
          <input
            type="time"
            aria-label={settings.from}
            disabled={disabled}
            value={hours.from}
            onChange={({ target }) => change({ ...hours, from: target.value })}
          />
          –
          <input
            type="time"
            aria-label={settings.to}
            disabled={disabled}
            value={hours.to}
            onChange={({ target }) => change({ ...hours, to: target.value })}
          />
        </span>
      )}
    </fieldset>
  )
}

function ChannelsControl({ label, value, disabled, change }: ControlProps): ReactNode {
  const { settings } = useWords(peopleWords)
  const chosen = channelsIn(value)
  return (
    <fieldset className={styles.set} aria-labelledby={label}>
      <span className={styles.control}>
        {channels.map((channel) => (
          <label key={channel} className={styles.choice}>
            <input
              type="checkbox"
              checked={chosen.includes(channel)}
              disabled={disabled}
              onChange={({ target }) => change(channels.filter((one) => (one === channel ? target.checked : chosen.includes(one))))}
            />
            {settings.channels[channel]}
          </label>
        ))}
      </span>
    </fieldset>
  )
}

function AddressControl({ label, help, value, disabled, change }: ControlProps): ReactNode {
  return (
    <input
      type="url"
      className={styles.address}
      aria-labelledby={label}
      aria-describedby={help}
      placeholder="https://"
      disabled={disabled}
      value={typeof value === 'string' ? value : ''}
      onChange={({ target }) => change(target.value === '' ? null : target.value)}
    />
  )
}
