import '../node-version.ts'

export type {
  ActiveFault,
  ClockChange,
  ClockState,
  FaultRule,
  MemberCard,
  MemberExchange,
  MemberJoin,
  RecordedNotification,
  RecordedRequest,
  SignatureVerdict,
} from '../sandbox/controls.ts'
export { connectSandbox, type SandboxClient, SandboxRefusal, type SandboxState } from './connect-sandbox.ts'
export { startPlatform, type TestCredential, type TestPlatform, type TestPlatformOptions } from './start-platform.ts'
