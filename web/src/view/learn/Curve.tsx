interface Props {
  label: string;
  values: readonly number[];
  /** The last that is drawn; all without it. */
  at?: number;
  /** What stands below the last value. */
  end?: string;
  /** The axis ends there; the largest value without it. */
  most?: number;
}

const WIDE = 320;
const HIGH = 160;
const LEFT = 44;
const BOTTOM = 22;
const TOP = 10;

/** A curve that grows. */
export function Curve({ label, values, at = values.length - 1, end = "", most }: Props) {
  const top = most ?? Math.max(...values, 1e-9);
  const x = (i: number) => LEFT + (i * (WIDE - LEFT - 8)) / Math.max(1, values.length - 1);
  const y = (value: number) => TOP + (1 - value / top) * (HIGH - TOP - BOTTOM);
  const shown = values.slice(0, at + 1);
  const here = values[at] ?? 0;
  return (
    <figure class="picture">
      <figcaption>{label}</figcaption>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={`${label}: ${here.toFixed(3)}`}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line class="rule" x1={LEFT} x2={WIDE - 8} y1={y(share * top)} y2={y(share * top)} />
            <text x={LEFT - 6} y={y(share * top) + 4} text-anchor="end">
              {(share * top).toFixed(2)}
            </text>
          </g>
        ))}
        <text x={LEFT} y={HIGH - 6}>
          0
        </text>
        <text x={WIDE - 8} y={HIGH - 6} text-anchor="end">
          {end}
        </text>
        <polyline points={shown.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(" ")} />
        <circle cx={x(at)} cy={y(here)} r={4} />
      </svg>
    </figure>
  );
}
