using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Focusflow.Tests.Features.Pictures;

/// <summary>Pictures for tests: the left upper quarter is red, the right upper one green, the left lower one blue, the right lower one white.</summary>
internal static class SamplePictures
{
    public static readonly SKColor[] Quarters = [SKColors.Red, SKColors.Lime, SKColors.Blue, SKColors.White];

    public static byte[] Png(int width, int height) => Encode(width, height, SKEncodedImageFormat.Png);

    public static byte[] WebP(int width, int height) => Encode(width, height, SKEncodedImageFormat.Webp);

    /// <summary>A JPEG that says how it is to be turned (EXIF, 1 to 8), and where it was taken; nothing for 0.</summary>
    public static byte[] Jpeg(int width, int height, int orientation = 0)
    {
        var plain = Encode(width, height, SKEncodedImageFormat.Jpeg);
        if (orientation == 0)
            return plain;
        byte[] exif = [.. "Exif\0\0MM\0*\0\0\0\x08"u8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, .. "taken at home"u8];
        return [.. plain[..2], 0xff, 0xe1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, .. plain[2..]];
    }

    /// <summary>A PNG of nothing but zeros, one bit a pixel: tiny as a file, and as large as it says when decoded.</summary>
    public static byte[] Bomb(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + ((width + 7) / 8)];
            for (var y = 0; y < height; y++)
                zlib.Write(row);
        }

        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>A chunk of a PNG.</summary>
    public static byte[] Chunk(string name, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. data];
        var crc = 0xffffffffu;
        foreach (var part in named)
        {
            crc ^= part;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        }

        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, ~crc);
        return [.. length, .. named, .. check];
    }

    private static byte[] Encode(int width, int height, SKEncodedImageFormat format)
    {
        using var picture = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using (var canvas = new SKCanvas(picture))
        {
            using var paint = new SKPaint();
            for (var i = 0; i < 4; i++)
            {
                paint.Color = Quarters[i];
                canvas.DrawRect(i % 2 * (width / 2f), i / 2 * (height / 2f), width / 2f, height / 2f, paint);
            }
        }

        using var data = picture.Encode(format, 90);
        return data.ToArray();
    }
}
