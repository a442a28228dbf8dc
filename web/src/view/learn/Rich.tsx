/** Text in which **this** is strong and `this` is code. */
export function Rich({ text }: { text: string }) {
  return (
    <>
      {text.split(/(`[^`]*`|\*\*[^*]+\*\*)/).map((part, i) => {
        if (part.startsWith("`")) return <code key={i}>{part.slice(1, -1)}</code>;
        if (part.startsWith("**")) return <strong key={i}>{part.slice(2, -2)}</strong>;
        return part;
      })}
    </>
  );
}
