// How content/film.webm was made, once: this ran in Chromium, as `page.evaluate(text of this file)`,
// and gave the bytes of the file in base64. A recording is not the same twice, so it is kept.
new Promise((resolve) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 120 });
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(5), {
    mimeType: "video/webm;codecs=vp8", videoBitsPerSecond: 20000,
  });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = async () => {
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    resolve(btoa(String.fromCharCode(...bytes)));
  };
  let frame = 0;
  const timer = setInterval(() => {
    pen.fillStyle = "#0f4c5c";
    pen.fillRect(0, 0, 160, 120);
    pen.fillStyle = "#fffdf9";
    pen.fillRect(10 + 14 * frame, 50, 20, 20);
    if (++frame === 10) {
      clearInterval(timer);
      recorder.stop();
    }
  }, 200);
  recorder.start();
})
