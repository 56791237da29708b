export { type Desk, type DeskOptions, openDesk } from './desk.ts'
export { type RunningDesk, type ServerOptions, startDesk } from './start.ts'
export { ConnectionsError } from './subject/connections.ts'
