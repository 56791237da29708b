import { en } from './en/cards.ts'
import type { Words } from './words.ts'
import { zh } from './zh-CN/cards.ts'

export const cardWords: Words<typeof zh> = { 'zh-CN': zh, en }
