import ApiOutlined from '@ant-design/icons/ApiOutlined'
import AuditOutlined from '@ant-design/icons/AuditOutlined'
import ControlOutlined from '@ant-design/icons/ControlOutlined'
import CreditCardOutlined from '@ant-design/icons/CreditCardOutlined'
import ExperimentOutlined from '@ant-design/icons/ExperimentOutlined'
import FileDoneOutlined from '@ant-design/icons/FileDoneOutlined'
import FileTextOutlined from '@ant-design/icons/FileTextOutlined'
import HomeOutlined from '@ant-design/icons/HomeOutlined'
import IdcardOutlined from '@ant-design/icons/IdcardOutlined'
import SearchOutlined from '@ant-design/icons/SearchOutlined'
import StopOutlined from '@ant-design/icons/StopOutlined'
import SwapOutlined from '@ant-design/icons/SwapOutlined'
import TeamOutlined from '@ant-design/icons/TeamOutlined'
import UnorderedListOutlined from '@ant-design/icons/UnorderedListOutlined'
import type { Permission } from '@card-member/desk/contract'
import type { ComponentType } from 'react'
import type { zh } from '../words/zh-CN/shell.ts'

type NavWord = keyof typeof zh.nav

/** A place of the navigation. */
export interface NavItem {
  readonly path: string
  /** Its word in `nav`. */
  readonly word: NavWord
  readonly icon: ComponentType
  /** Who sees it: who holds one of these for the chosen brand, or for every brand; everybody when it is left out. */
  readonly permissions?: readonly Permission[]
}

/** Places that belong together. */
export interface NavGroup {
  readonly word?: NavWord
  readonly items: readonly NavItem[]
}

/** All places, in the order of a working day. On a phone the first four that somebody sees are in the bar, and the rest under 更多. */
export const navigation: readonly NavGroup[] = [
  {
    items: [
      { path: '/', word: 'today', icon: HomeOutlined },
      { path: '/find', word: 'find', icon: SearchOutlined, permissions: ['look_up'] },
    ],
  },
  {
    word: 'bulk',
    items: [{ path: '/batches', word: 'batches', icon: UnorderedListOutlined, permissions: ['look_up'] }],
  },
  {
    word: 'members',
    items: [
      { path: '/consents', word: 'consents', icon: FileDoneOutlined, permissions: ['look_up'] },
      { path: '/invalidations', word: 'invalidations', icon: StopOutlined, permissions: ['look_up'] },
      { path: '/templates', word: 'templates', icon: CreditCardOutlined, permissions: ['look_up'] },
      { path: '/notices', word: 'notices', icon: FileTextOutlined, permissions: ['look_up', 'administer'] },
    ],
  },
  {
    word: 'control',
    items: [{ path: '/audit', word: 'audit', icon: AuditOutlined, permissions: ['audit'] }],
  },
  {
    word: 'desk',
    items: [
      { path: '/staff', word: 'staff', icon: TeamOutlined, permissions: ['administer'] },
      { path: '/changes', word: 'changes', icon: SwapOutlined, permissions: ['administer'] },
      { path: '/settings', word: 'settings', icon: ControlOutlined, permissions: ['administer'] },
      { path: '/connections', word: 'connections', icon: ApiOutlined, permissions: ['administer'] },
      { path: '/rehearsal', word: 'rehearsal', icon: ExperimentOutlined, permissions: ['rehearse'] },
    ],
  },
]

/** The own account, which is under the name of who is signed in. */
export const ownPlace: NavItem = { path: '/me', word: 'me', icon: IdcardOutlined }
