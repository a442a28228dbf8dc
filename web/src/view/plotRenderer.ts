/** What regl-scatterplot draws with: the graphics card, or this page where there is none. */
import { createRenderer } from "regl-scatterplot";
import { PagePainter } from "./PagePainter";

export type PlotRenderer = ReturnType<typeof createRenderer>;

export interface Plotting {
  renderer: PlotRenderer;
  /** Draws instead of a graphics card; null: there is one. */
  painter: PagePainter | null;
  end: () => void;
}

/** `place` is for a picture that the page draws itself. Null: this browser has no WebGL. */
export function plotting(place: HTMLElement): Plotting | null {
  const canvas = place.ownerDocument.createElement("canvas");
  // One triangle over all of it: there are no edges to soften.
  const gl = canvas.getContext("webgl", { antialias: false, preserveDrawingBuffer: true });
  if (!gl) return null;
  const renderer = createRenderer({ canvas });
  if (drawsBySoftware(gl)) {
    const painter = new PagePainter(place);
    // The canvas stays as small as it is: nothing is drawn on it.
    renderer.render = (_draw, target) => painter.paint(target);
    return {
      renderer,
      painter,
      end() {
        painter.end();
        renderer.destroy();
      },
    };
  }
  const resize = () => renderer.resize(undefined as never, undefined as never);
  resize();
  addEventListener("resize", resize);
  return {
    renderer,
    painter: null,
    end() {
      removeEventListener("resize", resize);
      renderer.destroy();
    },
  };
}

/** Whether a program takes the place of a graphics card, by the names that those programs give themselves. */
function drawsBySoftware(gl: WebGLRenderingContext): boolean {
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  return isSoftware(String(name));
}

export function isSoftware(renderer: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}
