"""Indonesian and Malay header words by what they mean; see `languages`."""

WORDS = """
deal: peluang prospek penawaran proyek kesepakatan tender transaksi projek tawaran
account: pelanggan klien perusahaan nama_perusahaan instansi syarikat
owner: penanggung_jawab sales tenaga_penjual pemilik pic marketing salesman jurujual
manager: manajer atasan kepala pengurus
name: nama
id: nomor no kode id nombor
title: judul deskripsi keterangan perihal
date: tanggal tgl hari waktu tarikh
create: dibuat pembuatan masuk dibuka buka pendaftaran input
close: penutupan ditutup tutup selesai closing
won: menang dimenangkan
lost: kalah hilang gagal ditolak
expect: perkiraan estimasi diharapkan rencana target_tutup target_closing jangkaan
actual: aktual realisasi sebenarnya
sign: kontrak tanda_tangan
order: pesanan
amount: nilai jumlah harga total pendapatan omzet
net: sebelum_ppn bersih
gross: termasuk_ppn kotor
vat: ppn pajak
cost: biaya modal hpp
margin: laba margin keuntungan
discount: diskon
commission: komisi
probability: probabilitas kemungkinan peluang_persen
stage: tahap tahapan fase
status: status kondisi
outcome: hasil
reason: alasan penyebab sebab
source: sumber asal
next: berikutnya selanjutnya
last: terakhir
step: langkah tindakan
touch: kontak kunjungan telepon_terakhir
modify: diubah diperbarui
deliver: pengiriman kirim
birth: lahir
product: produk barang jasa
type: jenis tipe
industry: industri sektor
region: kota provinsi negara
address: alamat
phone: telepon hp
note: catatan
competitor: pesaing kompetitor
currency: mata_uang
team: tim
territory: wilayah cabang area
role: jabatan posisi
target: target sasaran
period: bulan kuartal tahun periode
activity: aktivitas kegiatan
duration: durasi
filler: dan yang di
"""
