import { expect, test } from "vitest";
import { isSoftware } from "./plotRenderer";

test.each([
  ["ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)", true],
  ["llvmpipe (LLVM 15.0.6, 256 bits)", true],
  ["Microsoft Basic Render Driver", true],
  ["ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)", false],
  ["Apple M2", false],
])("%s: drawn by software is %s", (name, soft) => {
  expect(isSoftware(name)).toBe(soft);
});
