import { type ThemeConfig, theme } from 'antd'

/** The one accent; white on it has a contrast of 5.4 to 1, which WeChat's own green has not. */
const accent = '#0a7a43'

const fonts = `system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif`

/** Nothing moves where the system asks for that. */
const motion = !matchMedia('(prefers-reduced-motion: reduce)').matches

const shared: NonNullable<ThemeConfig['token']> = {
  fontFamily: fonts,
  fontSize: 14,
  borderRadius: 6,
  controlHeight: 36,
  // What a button that waits says is still read.
  opacityLoading: 1,
  motion,
  motionDurationFast: '0.08s',
  motionDurationMid: '0.1s',
  motionDurationSlow: '0.14s',
}

/** Grey texts are darker than antd's, so that all of them can be read at a contrast of 4.5 to 1. */
const light: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    ...shared,
    colorPrimary: accent,
    colorLink: accent,
    colorLinkHover: '#086638',
    colorInfo: '#1d5fa8',
    colorSuccess: accent,
    colorWarning: '#8a5300',
    colorError: '#c32f27',
    // The grounds that antd makes of dark colours are muddy.
    colorInfoBg: '#e8f1fb',
    colorInfoBorder: '#b3cdea',
    colorSuccessBg: '#e2f1e9',
    colorSuccessBorder: '#a9d5bd',
    colorWarningBg: '#fdf3dd',
    colorWarningBorder: '#e6cb94',
    colorErrorBg: '#fdeceb',
    colorErrorBorder: '#efb9b5',
    colorText: '#1b1f1d',
    colorTextSecondary: '#4c5451',
    colorTextTertiary: '#5d6663',
    colorTextQuaternary: '#6b7471',
    colorTextPlaceholder: '#6b7471',
    colorTextDescription: '#4c5451',
    colorTextDisabled: '#6b7471',
    colorBgLayout: '#f4f6f5',
    colorBgContainer: '#ffffff',
    colorBorder: '#b1bab6',
    colorBorderSecondary: '#e3e8e5',
    controlItemBgActive: '#e2f1e9',
    controlItemBgHover: '#eef2f0',
  },
}

const dark: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#1f9d5f',
    colorLink: '#5cc893',
    colorLinkHover: '#7fd9ab',
    colorLinkActive: '#5cc893',
    colorInfo: '#6ba6e8',
    colorSuccess: '#43b57c',
    colorWarning: '#e0a33e',
    colorError: '#e5675d',
    colorText: '#e6ebe8',
    colorTextSecondary: '#b4bdb9',
    colorTextTertiary: '#a0aaa6',
    colorTextQuaternary: '#929c98',
    colorTextPlaceholder: '#929c98',
    colorTextDescription: '#b4bdb9',
    colorTextDisabled: '#929c98',
    colorTextLightSolid: '#ffffff',
    colorBgLayout: '#101413',
    colorBgContainer: '#181d1b',
    colorBgElevated: '#1f2523',
    colorBorder: '#4f5955',
    colorBorderSecondary: '#2a312e',
    controlItemBgActive: '#1d3a2c',
    controlItemBgHover: '#232a27',
  },
}

/** antd's theme, with colours that can be read in both. */
export function antdTheme(isDark: boolean): ThemeConfig {
  const { algorithm, token } = isDark ? dark : light
  return {
    // The rules are in antd.css.
    zeroRuntime: true,
    hashed: false,
    ...(algorithm === undefined ? {} : { algorithm }),
    token: token ?? {},
    components: {
      // White on the button needs a deeper green and red than text on a dark page does.
      Button: {
        colorPrimary: accent,
        colorPrimaryHover: '#0b8046',
        defaultHoverColor: isDark ? '#7fd9ab' : accent,
        defaultHoverBorderColor: isDark ? '#5cc893' : accent,
        colorPrimaryActive: '#086638',
        colorError: '#c32f27',
        colorErrorHover: '#d03a32',
        colorErrorActive: '#a92720',
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
      },
      Layout: { bodyBg: token?.colorBgLayout ?? '', siderBg: token?.colorBgContainer ?? '', headerBg: token?.colorBgContainer ?? '' },
      Form: { itemMarginBottom: 20 },
    },
  }
}
