import { viteSingleFile } from "vite-plugin-singlefile";
import { defineConfig } from "vitest/config";

// A page, a file: firth puts each into its command. PAGE names the one to build.
export default defineConfig({
  plugins: [viteSingleFile({ removeViteModuleLoader: true })],
  build: {
    rollupOptions: { input: process.env.PAGE ?? "map.html" },
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    reportCompressedSize: false,
  },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"] },
});
