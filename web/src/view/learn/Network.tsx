interface Column {
  name: string;
  labels: readonly string[];
}

const MOST = 9;
const GAP = 34;
const WIDE = 560;
const TOP = 34;

/** A network's layers as columns of dots, each joined to all of the next. */
export function Network({ columns }: { columns: readonly Column[] }) {
  const shown = columns.map(({ name, labels }) => ({
    name,
    labels: labels.length > MOST ? [...labels.slice(0, MOST - 1), "…"] : labels,
  }));
  const height = TOP + GAP * Math.max(...shown.map(({ labels }) => labels.length));
  const x = (column: number) => 110 + (column * (WIDE - 230)) / (shown.length - 1);
  const y = (column: number, i: number) => {
    const count = shown[column]?.labels.length ?? 0;
    return TOP + (height - TOP) / 2 + GAP * (i - (count - 1) / 2);
  };
  return (
    <svg class="network" viewBox={`0 0 ${WIDE} ${height}`} role="img" aria-label={columns.map((c) => `${c.name}: ${c.labels.length}`).join(", ")}>
      {shown.slice(1).map(({ labels }, c) =>
        labels.map((_, to) =>
          shown[c]?.labels.map((__, from) => (
            <line key={`${c}-${from}-${to}`} x1={x(c)} y1={y(c, from)} x2={x(c + 1)} y2={y(c + 1, to)} />
          )),
        ),
      )}
      {shown.map(({ name, labels }, c) => (
        <g key={c}>
          <text class="head" x={x(c)} y={16} text-anchor="middle">
            {name}
          </text>
          {labels.map((label, i) => (
            <g key={i}>
              <circle cx={x(c)} cy={y(c, i)} r={8} />
              <text x={x(c) + (c === 0 ? -16 : 16)} y={y(c, i) + 4} text-anchor={c === 0 ? "end" : "start"}>
                {label.length > 14 ? `${label.slice(0, 13)}…` : label}
              </text>
            </g>
          ))}
        </g>
      ))}
    </svg>
  );
}
